#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace akin::metrics {

struct ClassBalance {
  /// Total variation distance of the class shares, in [0, 1]: half the sum over classes of
  /// |share of the generated - share of the real|.
  double total_variation = 0;
  /// Classes with at least a tenth of the generated items that their share of the real ones calls
  /// for: fewer are likely classification errors.
  std::int64_t seen = 0;
  std::vector<std::int64_t> real;       ///< [classes] counts
  std::vector<std::int64_t> generated;  ///< [classes] counts
};

/// Compares the labels that one classifier predicts for real and for generated items, each in
/// [0, classes). Errors: no classes (UsageError); no labels on a side, a label out of range.
ClassBalance class_balance(std::span<const std::int64_t> real,
                           std::span<const std::int64_t> generated, std::int64_t classes);

}  // namespace akin::metrics
