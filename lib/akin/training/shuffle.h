#pragma once

#include <cstdint>
#include <vector>

namespace akin {

/// An endless stream of the numbers 0 .. size - 1, each epoch in an order of its own, of which any
/// part can be asked for at any time.
class Shuffle {
 public:
  Shuffle(std::int64_t size, std::uint64_t seed) : size_(size), seed_(seed) {}

  /// `count` of them from place `position` on.
  [[nodiscard]] std::vector<std::int64_t> at(std::int64_t position, std::int64_t count) const;

 private:
  std::int64_t size_;
  std::uint64_t seed_;
};

}  // namespace akin
