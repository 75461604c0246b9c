#pragma once

#include "akin/base/random.h"
#include "akin/nn/torch.h"

namespace akin::nn {

// The layers of torch::nn with the same names and shapes of parameters, which start at zero:
// torch's own initialisation draws from the global generator. Initialise a complete network by one
// of the functions at the end.

struct ConvOptions {
  std::int64_t kernel = 3;
  std::int64_t stride = 1;
  std::int64_t padding = 0;
  bool bias = true;
};

/// x [..., in], weight [out, in], bias [out] or undefined -> x W^T + b [..., out], float32,
/// multiplied in the autocast precision.
torch::Tensor linear(const torch::Tensor& x, const torch::Tensor& weight,
                     const torch::Tensor& bias = {});

/// linear() as a layer.
class LinearImpl : public torch::nn::Module {
 public:
  LinearImpl(std::int64_t in, std::int64_t out, bool bias = true);
  torch::Tensor forward(const torch::Tensor& x);  ///< [..., in] -> [..., out]

  torch::Tensor weight;  ///< [out, in]
  torch::Tensor bias;    ///< [out] or undefined
};
TORCH_MODULE(Linear);

/// Cross-correlation over images.
class Conv2dImpl : public torch::nn::Module {
 public:
  Conv2dImpl(std::int64_t in, std::int64_t out, ConvOptions options);
  torch::Tensor forward(const torch::Tensor& x);  ///< [n, in, h, w] -> [n, out, h', w']

  torch::Tensor weight;  ///< [out, in, kernel, kernel]
  torch::Tensor bias;    ///< [out] or undefined

 private:
  ConvOptions options_;
};
TORCH_MODULE(Conv2d);

/// Sub-pixel convolution (Shi et al. 2016): a convolution to four times as many channels, which are
/// then rearranged to 2x2 pixels. Unlike a transposed convolution it uses the fast kernels of a
/// plain one. No bias.
class SubpixelConv2dImpl : public torch::nn::Module {
 public:
  SubpixelConv2dImpl(std::int64_t in, std::int64_t out);
  torch::Tensor forward(const torch::Tensor& x);  ///< [n, in, h, w] -> [n, out, 2 h, 2 w]

  torch::Tensor weight;  ///< [4 out, in, 3, 3]; channel c, row i, column j at 4 c + 2 i + j
};
TORCH_MODULE(SubpixelConv2d);

/// Transposed convolution: the gradient of a convolution with respect to its input.
class ConvTranspose2dImpl : public torch::nn::Module {
 public:
  ConvTranspose2dImpl(std::int64_t in, std::int64_t out, ConvOptions options);
  torch::Tensor forward(const torch::Tensor& x);  ///< [n, in, h, w] -> [n, out, h', w']

  torch::Tensor weight;  ///< [in, out, kernel, kernel]
  torch::Tensor bias;    ///< [out] or undefined

 private:
  ConvOptions options_;
};
TORCH_MODULE(ConvTranspose2d);

/// Normalises each channel by the mean and variance of the batch in training, otherwise by their
/// running averages (Ioffe & Szegedy 2015, algorithms 1 and 2). Followed by (leaky) ReLU.
class BatchNorm2dImpl : public torch::nn::Module {
 public:
  explicit BatchNorm2dImpl(std::int64_t channels);
  /// r(normalised x), r(a) = a above 0, else slope * a; slope 1 is no ReLU. x [n, c, h, w].
  torch::Tensor forward(const torch::Tensor& x, double slope = 1);

  torch::Tensor weight;               ///< [c]
  torch::Tensor bias;                 ///< [c]
  torch::Tensor running_mean;         ///< [c]
  torch::Tensor running_var;          ///< [c]
  torch::Tensor num_batches_tracked;  ///< int64, one number
};
TORCH_MODULE(BatchNorm2d);

/// A learnt vector for each of `count` indices.
class EmbeddingImpl : public torch::nn::Module {
 public:
  EmbeddingImpl(std::int64_t count, std::int64_t width);
  torch::Tensor forward(const torch::Tensor& indices);  ///< int64 [...] -> [..., width]

  torch::Tensor weight;  ///< [count, width]
};
TORCH_MODULE(Embedding);

/// Draws weights and biases of Linear and the convolutions in `module` uniformly from
/// +-1/sqrt(fan_in), torch's default (LeCun et al. 1998), fan_in = weight.numel() / weight.size(0);
/// embeddings standard normal.
void init_uniform(torch::nn::Module& module, Random random);

/// Draws weights of Linear, the convolutions and Embedding from N(0, std^2); biases 0.
void init_normal(torch::nn::Module& module, double std, Random random);

}  // namespace akin::nn
