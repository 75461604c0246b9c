#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "akin/tokens/tokenizer.h"

namespace akin::tokens {

/// A character that the vocabulary lacks.
struct Replacement {
  std::string character;
  std::string by;  ///< similar characters of the vocabulary; "": left out

  friend bool operator==(const Replacement&, const Replacement&) = default;
};

/// A prompt as a model can continue it, whatever characters it has.
struct Prompt {
  std::string text;                     ///< before replacements
  std::vector<Token> tokens;            ///< empty if nothing of the text is in the vocabulary
  std::vector<Replacement> replaced{};  ///< each character once, in order
};

/// Line ends become "\n"; of the canonically equivalent forms of the text (NFC, as it is, NFD), the
/// first with the fewest characters outside the vocabulary is used. Of those that remain, each is
/// replaced by similar ones that the vocabulary has, such as a wide "A" by "A" or "a", or left out.
/// Byte and subword tokenizers lack none. Error: text that is not UTF-8.
Prompt encode_prompt(const Tokenizer& tokenizer, std::string_view text);

}  // namespace akin::tokens
