#pragma once

#include <algorithm>
#include <string_view>

#include "akin/io/array.h"

namespace akin::tests {

/// A stream of these bytes, which must outlive it.
inline io::ReadNext stream_of(std::string_view bytes) {
  return [bytes, at = std::size_t{0}](std::span<std::uint8_t> to) mutable {
    const std::size_t count = std::min(to.size(), bytes.size() - at);
    for (std::uint8_t& byte : to.first(count)) {
      byte = static_cast<std::uint8_t>(bytes[at++]);
    }
    return count;
  };
}

}  // namespace akin::tests
