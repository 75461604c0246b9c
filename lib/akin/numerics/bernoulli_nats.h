#pragma once

#include <cstdint>
#include <vector>

namespace akin::numerics {

/// The sum over i < n of -log p(x_i), where p(1) = sigmoid(l_i): max(l, 0) - l x + log(1 + e^-|l|),
/// for pixels x in [0, 1]; and where `slopes` is not null their derivatives at the logits,
/// sigmoid(l_i) - x_i. One pass over the memory and one exponential for both. The sum is right up
/// to 1e-6 of itself and 6e-8 a pixel, slopes up to 2e-7.
using BernoulliKernel = float (*)(const float* logits, const float* pixels, std::int64_t n,
                                  float* slopes);

/// What this machine can run out of AVX-512, AVX2 with FMA, and plain code; the fastest first.
std::vector<BernoulliKernel> bernoulli_kernels();

}  // namespace akin::numerics
