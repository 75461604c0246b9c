#pragma once

#include "akin/nn/torch.h"

namespace akin {

// Terms of the evidence lower bound in nats. Logits l and pixels x: [n, ...], x in [0, 1]. Sums run
// over all but the first dimension, [n], unless said otherwise.

/// -log p(x) of independent Bernoulli pixels with probability sigmoid(l): sum of max(l, 0) - l x +
/// log(1 + e^-|l|). For grey pixels this is a cross-entropy, not a likelihood. On a CPU it can be
/// differentiated once.
torch::Tensor bernoulli_nll(const torch::Tensor& logits, const torch::Tensor& pixels);
/// The same in LibTorch's operations: for other devices and as reference.
torch::Tensor reference_bernoulli_nll(const torch::Tensor& logits, const torch::Tensor& pixels);

/// The same of the continuous Bernoulli, a density on [0, 1] (Loaiza-Ganem & Cunningham 2019, eq.
/// 5): bernoulli_nll - sum of log C, where C = 2 artanh(1 - 2 p) / (1 - 2 p) = l / tanh(l / 2).
torch::Tensor continuous_bernoulli_nll(const torch::Tensor& logits, const torch::Tensor& pixels);

/// Its mean (eq. 8): 1 / (1 - e^-l) - 1 / l, elementwise.
torch::Tensor continuous_bernoulli_mean(const torch::Tensor& logits);

/// A draw from it, elementwise: the inverse of its distribution function at `uniform` in [0, 1).
torch::Tensor continuous_bernoulli_quantile(const torch::Tensor& logits,
                                            const torch::Tensor& uniform);

/// -log p(x) of values of 256 levels, x = k / 255, in nats: a level's probability is what a
/// logistic distribution has within half a level of it, and beyond it for black and white (Salimans
/// et al. 2017, eq. 2, with one component). mean: [n, ...] in [0, 1]; log_scale: the logarithm of
/// the logistic's scale in the same unit, of a shape that broadcasts.
torch::Tensor discretized_logistic_nll(const torch::Tensor& mean, const torch::Tensor& log_scale,
                                       const torch::Tensor& pixels);

/// A draw from it, elementwise: the level at which its distribution function passes `uniform` in
/// [0, 1).
torch::Tensor discretized_logistic_quantile(const torch::Tensor& mean,
                                            const torch::Tensor& log_scale,
                                            const torch::Tensor& uniform);

/// -log of the density N(x; mean, e^(2 log_scale)) in nats, which can be negative: log_scale is the
/// logarithm of the standard deviation, of a shape that broadcasts.
torch::Tensor gaussian_nll(const torch::Tensor& mean, const torch::Tensor& log_scale,
                           const torch::Tensor& pixels);

/// kl [n, d] -> scalar: the mean over the batch, where each latent dimension counts as at least
/// `nats` (free bits, Kingma et al. 2016, eq. 15).
torch::Tensor free_bits(const torch::Tensor& kl, double nats);

/// log N(x; mean, e^log_variance) of vectors: the sum over the last dimension.
torch::Tensor gaussian_log_density(const torch::Tensor& x, const torch::Tensor& mean,
                                   const torch::Tensor& log_variance);

}  // namespace akin
