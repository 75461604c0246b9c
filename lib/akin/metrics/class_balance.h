#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace akin::metrics {

struct ClassBalance {
  /// Half the sum over classes of |share of the generated - share of the real|, in [0, 1].
  double total_variation = 0;
  std::int64_t seen = 0;                ///< classes that occur among the generated
  std::vector<std::int64_t> real;       ///< [classes] counts
  std::vector<std::int64_t> generated;  ///< [classes] counts
};

/// Of a classifier's labels, each in [0, classes): the same classifier's for both.
/// Errors: no class (UsageError); no label on a side, a label out of range.
ClassBalance class_balance(std::span<const std::int64_t> real,
                           std::span<const std::int64_t> generated, std::int64_t classes);

}  // namespace akin::metrics
