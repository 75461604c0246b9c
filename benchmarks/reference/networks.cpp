#include "reference/networks.h"

namespace akin::reference {

using namespace torch::nn;

namespace {

ConvTranspose2dOptions up(int in, int out, int kernel, int stride, int padding) {
  return ConvTranspose2dOptions(in, out, kernel).stride(stride).padding(padding).bias(false);
}

Conv2dOptions conv(int in, int out, int kernel, int stride, int padding, bool bias) {
  return Conv2dOptions(in, out, kernel).stride(stride).padding(padding).bias(bias);
}

LeakyReLU leaky() {
  return LeakyReLU(LeakyReLUOptions().negative_slope(0.2));
}

}  // namespace

Sequential dcgan_generator() {
  return Sequential(Unflatten(UnflattenOptions(1, {100, 1, 1})),
                    ConvTranspose2d(up(100, 256, 4, 1, 0)), BatchNorm2d(256), ReLU(),
                    ConvTranspose2d(up(256, 128, 3, 2, 1)), BatchNorm2d(128), ReLU(),
                    ConvTranspose2d(up(128, 64, 4, 2, 1)), BatchNorm2d(64), ReLU(),
                    ConvTranspose2d(up(64, 1, 4, 2, 1)));
}

Sequential dcgan_discriminator() {
  return Sequential(Conv2d(conv(1, 64, 4, 2, 1, false)), leaky(),
                    Conv2d(conv(64, 128, 4, 2, 1, false)), BatchNorm2d(128), leaky(),
                    Conv2d(conv(128, 256, 4, 2, 1, false)), BatchNorm2d(256), leaky(),
                    Conv2d(conv(256, 1, 3, 1, 0, false)), Flatten(FlattenOptions().start_dim(0)));
}

Sequential mini_generator() {
  return Sequential(Linear(64, 3136), Unflatten(UnflattenOptions(1, {64, 7, 7})), BatchNorm2d(64),
                    ReLU(), Conv2d(conv(64, 128, 3, 1, 1, false)),
                    PixelShuffle(PixelShuffleOptions(2)), BatchNorm2d(32), ReLU(),
                    Conv2d(conv(32, 64, 3, 1, 1, false)), PixelShuffle(PixelShuffleOptions(2)),
                    BatchNorm2d(16), ReLU(), Conv2d(conv(16, 1, 3, 1, 1, true)));
}

Sequential mini_discriminator() {
  return Sequential(Conv2d(conv(1, 32, 4, 2, 1, true)), leaky(),
                    Conv2d(conv(32, 64, 4, 2, 1, true)), leaky(),
                    Conv2d(conv(64, 128, 3, 2, 1, true)), leaky(), Flatten(), Linear(2048, 1),
                    Flatten(FlattenOptions().start_dim(0)));
}

MlpVaeImpl::MlpVaeImpl()
    : fc1_(register_module("fc1", Linear(784, 400))),
      fc21_(register_module("fc21", Linear(400, 20))),
      fc22_(register_module("fc22", Linear(400, 20))),
      fc3_(register_module("fc3", Linear(20, 400))),
      fc4_(register_module("fc4", Linear(400, 784))) {}

torch::Tensor MlpVaeImpl::loss(const torch::Tensor& images) {
  const torch::Tensor x = images.view({-1, 784});
  const torch::Tensor h = torch::relu(fc1_(x));
  const torch::Tensor mean = fc21_(h);
  const torch::Tensor log_variance = fc22_(h);
  const torch::Tensor z = mean + torch::exp(0.5 * log_variance) * torch::randn_like(mean);
  const torch::Tensor made = torch::sigmoid(fc4_(torch::relu(fc3_(z))));
  const torch::Tensor entropy =
      torch::binary_cross_entropy(made, x, /*weight=*/{}, at::Reduction::Sum);
  return entropy - 0.5 * torch::sum(1 + log_variance - mean.pow(2) - log_variance.exp());
}

}  // namespace akin::reference
