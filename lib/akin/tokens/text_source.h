#pragma once

#include <functional>
#include <string>
#include <string_view>

namespace akin::tokens {

/// Valid UTF-8 that need not fit into memory: each call hands all of it to `take`, in order, in
/// pieces that end on a character's boundary.
using TextSource = std::function<void(const std::function<void(std::string_view piece)>& take)>;

/// A source of one piece, which the caller keeps alive.
inline TextSource text_source(std::string_view text) {
  return [text](const std::function<void(std::string_view)>& take) { take(text); };
}

/// All of a source that is known to be small.
inline std::string whole_text(const TextSource& source) {
  std::string text;
  source([&text](std::string_view piece) { text += piece; });
  return text;
}

}  // namespace akin::tokens
