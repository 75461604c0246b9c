#pragma once

#include <memory>

#include "akin/io/json.h"
#include "akin/tokens/tokenizer.h"

namespace akin::tokens {

// What tokenizer_from_json hands on once it has read the kind.
std::unique_ptr<Tokenizer> characters_from_json(io::JsonReader& json, const std::string& name);
std::unique_ptr<Tokenizer> subwords_from_json(io::JsonReader& json, const std::string& name);

}  // namespace akin::tokens
