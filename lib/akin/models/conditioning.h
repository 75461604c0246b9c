#pragma once

#include "akin/nn/layers.h"
#include "akin/nn/torch.h"

namespace akin {

/// [n, d] and labels [n] -> [n, d + classes] (Mirza & Osindero 2014); unchanged where classes is 0.
/// Error: labels missing where the network has classes.
torch::Tensor append_one_hot(const torch::Tensor& x, const torch::Tensor& labels,
                             std::int64_t classes);

/// logits [n] + <embedding(labels), features [n, width]> (projection discriminator, Miyato & Koyama
/// 2018, eq. 3); unchanged without an embedding.
torch::Tensor add_projection(const torch::Tensor& logits, const torch::Tensor& features,
                             nn::Embedding& embedding, const torch::Tensor& labels);

}  // namespace akin
