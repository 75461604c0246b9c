#include "akin/training/shuffle.h"

#include <algorithm>

#include "akin/base/random.h"

namespace akin {

std::vector<std::int64_t> Shuffle::at(std::int64_t position, std::int64_t count) const {
  std::vector<std::int64_t> indices;
  indices.reserve(static_cast<std::size_t>(count));
  while (std::ssize(indices) < count) {
    const std::int64_t epoch = position / size_;
    const Permutation order(size_,
                            Random(seed_, "epoch", static_cast<std::uint64_t>(epoch)).bits());
    const std::int64_t end = std::min((epoch + 1) * size_, position + count - std::ssize(indices));
    for (; position < end; ++position) {
      indices.push_back(order(position - epoch * size_));
    }
  }
  return indices;
}

}  // namespace akin
