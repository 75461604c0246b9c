#pragma once

#include "akin/nn/torch.h"

namespace akin {

// Losses of adversarial training on logits [n]: D's output before any sigmoid, real > 0 > fake. All
// return a scalar, the mean over the batch, to be minimised. Notation: s(x) = log(1 + e^x),
// softplus.

/// E s(-D(real)) + E s(D(fake)): the discriminator's part of the minimax game (Goodfellow et al.
/// 2014, eq. 1).
torch::Tensor minimax_discriminator_loss(const torch::Tensor& real, const torch::Tensor& fake);

/// E s(-D(fake)): the generator maximises log D instead of minimising log(1 - D) (Goodfellow et al.
/// 2014, sec. 3).
torch::Tensor non_saturating_generator_loss(const torch::Tensor& fake);

/// The same with real targets t in [0, 1] in place of 1 ("one-sided label smoothing", Salimans et
/// al. 2016): binary cross-entropy of D(real) against t, plus E s(D(fake)).
torch::Tensor smoothed_discriminator_loss(const torch::Tensor& real, const torch::Tensor& fake,
                                          const torch::Tensor& targets);

/// E max(0, 1 - D(real)) + E max(0, 1 + D(fake)) (Lim & Ye 2017; Miyato et al. 2018, eq. 16).
torch::Tensor hinge_discriminator_loss(const torch::Tensor& real, const torch::Tensor& fake);

/// -E D(fake), hinge's and Wasserstein's generator part (Miyato et al. 2018, eq. 17).
torch::Tensor linear_generator_loss(const torch::Tensor& fake);

/// E (D(real) - 1)^2 / 2 + E D(fake)^2 / 2 (LSGAN, Mao et al. 2017, eq. 9).
torch::Tensor least_squares_discriminator_loss(const torch::Tensor& real,
                                               const torch::Tensor& fake);

/// E (D(fake) - 1)^2 / 2 (LSGAN, eq. 9).
torch::Tensor least_squares_generator_loss(const torch::Tensor& fake);

/// E s(-(better - worse)) over pairs: relativistic pairing (Jolicoeur-Martineau 2019; R3GAN, Huang
/// et al. 2024, eq. 2). The discriminator passes (real, fake), the generator (fake, real).
torch::Tensor relativistic_loss(const torch::Tensor& better, const torch::Tensor& worse);

/// E |grad_x D(x)|^2 at real data (R1, Mescheder, Geiger & Nowozin 2018, eq. 9, without gamma / 2).
/// `logits` must come from `data`, which must require a gradient; the result can be differentiated
/// again.
torch::Tensor gradient_penalty(const torch::Tensor& logits, const torch::Tensor& data);

}  // namespace akin
