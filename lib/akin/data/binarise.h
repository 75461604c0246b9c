#pragma once

#include <cstdint>
#include <span>

#include "akin/base/random.h"

namespace akin::data {

/// Every pixel p becomes 255 where u < p / 255, u uniform in [0, 1), else 0: the usual stochastic
/// binarisation (Salakhutdinov & Murray, "On the quantitative analysis of deep belief networks",
/// 2008). One number is drawn per pixel whatever its value, in order.
void binarise(std::span<std::uint8_t> pixels, Random& random);

}  // namespace akin::data
