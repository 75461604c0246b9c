#pragma once

#include <torch/torch.h>

namespace akin::reference {

// The networks of the presets in torch::nn layers, as in LibTorch's tutorials.

torch::nn::Sequential dcgan_generator();      ///< [n, 100] -> [n, 1, 28, 28] before tanh
torch::nn::Sequential dcgan_discriminator();  ///< [n, 1, 28, 28] -> [n]
torch::nn::Sequential mini_generator();       ///< [n, 64] -> [n, 1, 28, 28] before tanh
torch::nn::Sequential mini_discriminator();   ///< [n, 1, 28, 28] -> [n]

/// The VAE of pytorch/examples/vae.
class MlpVaeImpl : public torch::nn::Module {
 public:
  MlpVaeImpl();
  /// Summed binary cross-entropy and KL of images [n, 1, 28, 28].
  torch::Tensor loss(const torch::Tensor& images);

 private:
  torch::nn::Linear fc1_, fc21_, fc22_, fc3_, fc4_;
};
TORCH_MODULE(MlpVae);

struct GptSizes {
  std::int64_t vocabulary = 65;
  std::int64_t layers = 4;
  std::int64_t heads = 4;
  std::int64_t width = 128;
  std::int64_t context = 64;
};

/// nanoGPT without dropout and biases, with its attention for PyTorch without a fused kernel.
class GptImpl : public torch::nn::Module {
 public:
  explicit GptImpl(GptSizes sizes);
  torch::Tensor forward(const torch::Tensor& tokens);  ///< [n, t] -> [n, t, vocabulary]

 private:
  torch::nn::Embedding wte_, wpe_;
  torch::nn::ModuleList blocks_;
  torch::Tensor ln_f_;
};
TORCH_MODULE(Gpt);

}  // namespace akin::reference
