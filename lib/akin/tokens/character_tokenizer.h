#pragma once

#include <memory>
#include <string>

#include "akin/io/json.h"
#include "akin/tokens/tokenizer.h"

namespace akin::tokens {

/// One token per distinct character of the text, in the order of code points, as in nanoGPT.
/// Errors: no characters, or more than 65,536 distinct ones.
std::unique_ptr<Tokenizer> make_character_tokenizer(const TextSource& text);

/// For tokenizer_from_json(), which has read the kind.
std::unique_ptr<Tokenizer> character_tokenizer_from_json(io::JsonReader& json,
                                                         const std::string& name);

}  // namespace akin::tokens
