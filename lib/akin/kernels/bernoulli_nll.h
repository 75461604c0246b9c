#pragma once

#include <cstdint>
#include <vector>

namespace akin::kernels {

/// Negative log-likelihood of pixels x in [0, 1] under Bernoulli logits l, in nats:
/// sum over i < n of max(l_i, 0) - l_i x_i + log(1 + e^-|l_i|). Where `slopes` [n] is not null, it
/// receives the derivatives by the logits, sigmoid(l_i) - x_i. One pass and one exponential for
/// both. The sum is within 1e-6 of itself plus 6e-8 per pixel, slopes within 2e-7.
using BernoulliNllKernel = float (*)(const float* logits, const float* pixels, std::int64_t n,
                                     float* slopes);

/// Supported versions, fastest first.
std::vector<BernoulliNllKernel> bernoulli_nll_kernels();

}  // namespace akin::kernels
