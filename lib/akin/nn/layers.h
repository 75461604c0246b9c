#pragma once

#include "akin/base/random.h"
#include "akin/nn/torch.h"

namespace akin::nn {

/// The layers of torch::nn with one difference: they start at zero and draw nothing, since torch's
/// own initialisation takes from the process's global generator. Call one of the functions at the
/// end once a network is built. Names and shapes of parameters are torch's.

struct ConvOptions {
  std::int64_t kernel = 3;
  std::int64_t stride = 1;
  std::int64_t padding = 0;
  bool bias = true;
};

/// x [..., in], weight [out, in], bias [out] or undefined -> x W^T + b [..., out], float32,
/// multiplied in the scope's precision().
torch::Tensor linear(const torch::Tensor& x, const torch::Tensor& weight,
                     const torch::Tensor& bias = {});

/// The same of the precision's type, bfloat16 or float32: for a layer that feeds another by way of
/// an activation, which would round it again.
torch::Tensor rounded_linear(const torch::Tensor& x, const torch::Tensor& weight,
                             const torch::Tensor& bias = {});

/// linear() as a layer.
class LinearImpl : public torch::nn::Module {
 public:
  LinearImpl(std::int64_t in, std::int64_t out, bool bias = true);
  torch::Tensor forward(const torch::Tensor& x);  ///< [..., in] -> [..., out]
  torch::Tensor rounded(const torch::Tensor& x);  ///< rounded_linear()

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

/// A convolution to four times as many channels, whose pixels then take the places of 2x2: twice as
/// large an image (Shi et al. 2016). It runs on the same fast kernels as any convolution, unlike a
/// transposed one. No bias.
class SubpixelConv2dImpl : public torch::nn::Module {
 public:
  SubpixelConv2dImpl(std::int64_t in, std::int64_t out);
  torch::Tensor forward(const torch::Tensor& x);  ///< [n, in, h, w] -> [n, out, 2 h, 2 w]

  torch::Tensor weight;  ///< [4 out, in, 3, 3]: for channel c, row i, column j at 4 c + 2 i + j
};
TORCH_MODULE(SubpixelConv2d);

/// The gradient of a convolution with respect to its input, used as a layer ("deconvolution").
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

/// Normalises each channel by a batch's mean and variance in training, by their running averages
/// else (Ioffe & Szegedy 2015, algorithms 1 and 2), with a leaky rectifier behind it.
class BatchNorm2dImpl : public torch::nn::Module {
 public:
  explicit BatchNorm2dImpl(std::int64_t channels);
  /// r(normalised x), r(a) = a above 0, slope * a elsewhere; 1 leaves a as it is. x [n, c, h, w].
  torch::Tensor forward(const torch::Tensor& x, double slope = 1);

  torch::Tensor weight;               ///< [c]
  torch::Tensor bias;                 ///< [c]
  torch::Tensor running_mean;         ///< [c]
  torch::Tensor running_var;          ///< [c]
  torch::Tensor num_batches_tracked;  ///< int64, one number
};
TORCH_MODULE(BatchNorm2d);

/// A learnt vector for each of `count` symbols.
class EmbeddingImpl : public torch::nn::Module {
 public:
  EmbeddingImpl(std::int64_t count, std::int64_t width);
  torch::Tensor forward(const torch::Tensor& indices);  ///< int64 [...] -> [..., width]

  torch::Tensor weight;  ///< [count, width]
};
TORCH_MODULE(Embedding);

/// Every weight and bias of Linear and the convolutions below `module` uniform in
/// +-1/sqrt(fan_in), torch's own default (LeCun et al. 1998); embeddings standard normal. fan_in =
/// weight.numel() / weight.size(0).
void init_uniform(torch::nn::Module& module, Random random);

/// Weights of Linear, the convolutions and Embedding normal with mean 0 and deviation `std`,
/// biases 0.
void init_normal(torch::nn::Module& module, double std, Random random);

}  // namespace akin::nn
