#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "akin/tokens/text_source.h"

namespace akin::data {

using TakeText = std::function<void(std::string_view)>;

/// `bytes` in pieces that end between characters. Error that names `who` and the offset where they
/// are no UTF-8.
tokens::TextSource checked_text(tokens::TextSource bytes, std::string who);

/// Characters of a text that is valid UTF-8.
std::int64_t count_characters(std::string_view text);

/// Which characters, or documents, of a text are trained on and which are held out.
struct TextSplit {
  bool documents = false;
  std::int64_t train = 0;          ///< characters or documents, after the limit
  std::int64_t all_train = 0;      ///< before the limit; characters behind it are held out
  std::vector<bool> validation{};  ///< by document
};

/// Hands the parts of a valid text on, in order; of documents each is followed by one "\n",
/// whatever ended its line.
void each_part(const tokens::TextSource& text, const TextSplit& split, const TakeText& train,
               const TakeText& validation);

}  // namespace akin::data
