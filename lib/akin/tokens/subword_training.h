#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "akin/tokens/tokenizer.h"

namespace akin::tokens {

/// SentencePiece represents a space by this character, so it cannot occur in its input: see
/// subword_tokenizer.cpp.
inline constexpr char32_t space_mark = 0x2581;

/// The training input of SentencePiece: sentences of up to 4,096 bytes without line breaks, in
/// order, from the whole text or a sample of at most `budget` bytes. Reserved characters, and those
/// that are not among the `characters` most frequent, are left out and end a sentence.
std::vector<std::string> training_sentences(const TextSource& text, std::size_t characters,
                                            std::size_t budget = std::size_t{16} << 20U);

/// The size of a vocabulary in which each of so many characters is a piece of its own.
std::int64_t subwords_for(std::int64_t characters);

/// Trains a byte-pair model of at most `vocabulary_size` pieces and returns it serialized.
std::string train_subwords(const TextSource& text, std::int64_t vocabulary_size);

}  // namespace akin::tokens
