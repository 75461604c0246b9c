#include "akin/tokens/prompt.h"

#include <cstdint>
#include <limits>
#include <unordered_map>

#include "akin/base/utf8.h"
#include "akin/tokens/plain_text.h"

namespace akin::tokens {
namespace {

std::int64_t count_unknown(const Tokenizer& tokenizer, std::string_view text) {
  std::int64_t count = 0;
  utf8::each_code_point(text, [&](char32_t c) { count += tokenizer.can_encode(c) ? 0 : 1; });
  return count;
}

std::string best_known_form(const Tokenizer& tokenizer, const std::string& text) {
  std::string best;
  std::int64_t fewest = std::numeric_limits<std::int64_t>::max();
  for (const std::string& form : {utf8::nfc(text), text, utf8::nfd(text)}) {
    const std::int64_t unknown = count_unknown(tokenizer, form);
    if (unknown < fewest) {
      fewest = unknown;
      best = form;
    }
  }
  return best;
}

std::string most_similar(const Tokenizer& tokenizer, char32_t c) {
  for (const std::string& text : utf8::similar(c)) {
    if (count_unknown(tokenizer, text) == 0) {
      return text;
    }
  }
  return "";
}

}  // namespace

Prompt encode_prompt(const Tokenizer& tokenizer, std::string_view text) {
  Prompt prompt{best_known_form(tokenizer, plain_text(text, "prompt")), {}};
  std::unordered_map<char32_t, std::string> replacements;
  std::string known;
  utf8::each_code_point(prompt.text, [&](char32_t c) {
    if (tokenizer.can_encode(c)) {
      utf8::append(known, c);
      return;
    }
    const auto [at, is_new] = replacements.try_emplace(c);
    if (is_new) {
      at->second = most_similar(tokenizer, c);
      utf8::append(prompt.replaced.emplace_back().character, c);
      prompt.replaced.back().by = at->second;
    }
    known += at->second;
  });
  prompt.tokens = tokenizer.encode(known);
  return prompt;
}

}  // namespace akin::tokens
