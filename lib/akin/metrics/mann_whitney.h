#pragma once

#include <vector>

namespace akin::metrics {

/// Mann & Whitney 1947, "On a test of whether one of two random variables is stochastically larger
/// than the other": U, the number of pairs (a, b) with a > b, ties counting one half, as
///
///     (U - (n m / 2 - 1 / 2)) / sqrt(n m (n + m + 1) / 12)
///
/// for m numbers a and n numbers b, both at least one: about standard normal where the two are
/// drawn alike, above 0 where a's are larger. With the half's shift of Meehan et al. 2020.
/// In n log n: by sorting.
double mann_whitney_z(const std::vector<float>& a, std::vector<float> b);

}  // namespace akin::metrics
