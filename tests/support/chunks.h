#pragma once

#include <string>

#include "akin/tokens/tokenizer.h"

namespace akin::tests {

/// `text` in chunks of `size` bytes.
inline tokens::TextSource in_chunks(const std::string& text, std::size_t size) {
  return [=](const auto& take) {
    for (std::size_t at = 0; at < text.size(); at += size) {
      take(std::string_view(text).substr(at, size));
    }
  };
}

}  // namespace akin::tests
