#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "akin/io/json.h"
#include "akin/tokens/tokenizer.h"

namespace akin::tokens {

/// Byte-pair encoding by SentencePiece (Sennrich, Haddow & Birch 2016; Kudo & Richardson 2018) over
/// the frequent characters of the text. Other characters are encoded as bytes, so that any text can
/// be encoded, and "\n" is always a token of its own. The vocabulary has at most `vocabulary_size`
/// tokens, fewer for a short text; 257 of them are the bytes and "unknown", which encode() never
/// returns. Trains on a sample of 16 MiB if the text is longer. Deterministic: the same text gives
/// the same model, byte for byte. UsageError: vocabulary_size outside 300 to 65,536.
std::unique_ptr<Tokenizer> make_subword_tokenizer(const TextSource& text,
                                                  std::int64_t vocabulary_size = 1024);

/// For tokenizer_from_json(), which has read the kind.
std::unique_ptr<Tokenizer> subword_tokenizer_from_json(io::JsonReader& json,
                                                       const std::string& name);

}  // namespace akin::tokens
