#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "akin/tokens/text_source.h"

namespace akin::tokens {

/// SentencePiece writes a space as this, so it is no character of ours: see subwords.cpp.
inline constexpr char32_t space_mark = 0x2581;

/// Sentences of up to 4,096 bytes without line breaks that subwords are learnt from, in order:
/// all of the text, or a sample of at most `budget` bytes. Characters that cannot be learnt, or are
/// too rare to be among the `characters` most frequent, are left out and end a sentence.
std::vector<std::string> sentences_of(const TextSource& text, std::size_t characters,
                                      std::size_t budget = std::size_t{16} << 20U);

/// A byte-pair model of at most `vocabulary` pieces, as SentencePiece writes it.
std::string train_subwords(const TextSource& text, std::int64_t vocabulary);

}  // namespace akin::tokens
