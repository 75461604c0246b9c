#include "akin/families/gan/dcgan.h"

#include <gmock/gmock.h>

#include <torch/nn/modules/activation.h>
#include <torch/nn/modules/container/sequential.h>
#include <torch/nn/modules/conv.h>

#include "akin/nn/tensors.h"

#include "support/tensors.h"

namespace akin {
namespace {

using torch::Tensor;

std::vector<std::string> names(const torch::nn::Module& module) {
  std::vector<std::string> names;
  for (const auto& [name, tensor] : nn::named_tensors(module)) {
    names.push_back(name);
  }
  return names;
}

std::vector<std::string> norm_names(const std::string& norm) {
  return {norm + ".bias", norm + ".num_batches_tracked", norm + ".running_mean",
          norm + ".running_var", norm + ".weight"};
}

/// Weights with which every layer affects the output, unlike newly initialised batch norms.
void fill(const torch::nn::Module& module) {
  const torch::NoGradGuard no_grad;
  std::uint64_t seed = 1;
  for (auto& parameter : module.parameters()) {
    parameter.copy_(tests::normal(parameter.sizes(), seed++) * 0.1 + 0.02);
  }
}

TEST(Dcgan, HasTheParameterCountsOfPyTorchsExample) {
  EXPECT_EQ(tests::parameter_count(DcganGenerator(100, 0, 1, Random(1))), 837504);
  EXPECT_EQ(tests::parameter_count(DcganDiscriminator(0, 1, Random(1))), 659456);
}

TEST(Dcgan, ConditioningAddsTenLatentsAndAnEmbedding) {
  EXPECT_EQ(tests::parameter_count(DcganGenerator(100, 10, 1, Random(1))),
            837504 + 10 * 256 * 4 * 4);
  EXPECT_EQ(tests::parameter_count(DcganDiscriminator(10, 1, Random(1))), 659456 + 10 * 256);
}

TEST(Dcgan, HasTheParameterNamesOfPyTorchsExample) {
  std::vector<std::string> generator = {"conv1.weight", "conv2.weight", "conv3.weight",
                                        "conv4.weight"};
  std::vector<std::string> discriminator = {"0.weight", "2.weight", "5.weight", "8.weight"};
  for (const char* norm : {"batch_norm1", "batch_norm2", "batch_norm3"}) {
    const auto more = norm_names(norm);
    generator.insert(generator.end(), more.begin(), more.end());
  }
  for (const char* norm : {"3", "6"}) {
    const auto more = norm_names(norm);
    discriminator.insert(discriminator.end(), more.begin(), more.end());
  }
  EXPECT_THAT(names(DcganGenerator(100, 0, 1, Random(1))),
              testing::UnorderedElementsAreArray(generator));
  EXPECT_THAT(names(DcganDiscriminator(0, 1, Random(1))),
              testing::UnorderedElementsAreArray(discriminator));
}

torch::nn::Sequential reference_generator() {
  using namespace torch::nn;
  const auto up = [](std::int64_t in, std::int64_t out, std::int64_t kernel) {
    return ConvTranspose2d(
        ConvTranspose2dOptions(in, out, kernel).stride(2).padding(1).bias(false));
  };
  return Sequential(ConvTranspose2d(ConvTranspose2dOptions(100, 256, 4).bias(false)),
                    BatchNorm2d(256), ReLU(), up(256, 128, 3), BatchNorm2d(128), ReLU(),
                    up(128, 64, 4), BatchNorm2d(64), ReLU(), up(64, 1, 4));
}

torch::nn::Sequential reference_discriminator() {
  using namespace torch::nn;
  const auto down = [](std::int64_t in, std::int64_t out) {
    return Conv2d(Conv2dOptions(in, out, 4).stride(2).padding(1).bias(false));
  };
  const auto leaky = [] { return LeakyReLU(LeakyReLUOptions().negative_slope(0.2)); };
  return Sequential(down(1, 64), leaky(), down(64, 128), BatchNorm2d(128), leaky(), down(128, 256),
                    BatchNorm2d(256), leaky(), Conv2d(Conv2dOptions(256, 1, 3).bias(false)));
}

/// The tensors of `ours` under the names of the reference.
nn::NamedTensors renamed_generator(const DcganGenerator& ours) {
  const std::map<std::string, std::string> places = {
      {"conv1", "0"},       {"conv2", "3"},       {"conv3", "6"},      {"conv4", "9"},
      {"batch_norm1", "1"}, {"batch_norm2", "4"}, {"batch_norm3", "7"}};
  nn::NamedTensors renamed;
  for (const auto& [name, tensor] : nn::named_tensors(ours)) {
    const auto dot = name.find('.');
    renamed.emplace(places.at(name.substr(0, dot)) + name.substr(dot), tensor);
  }
  return renamed;
}

TEST(Dcgan, GeneratorEqualsTheReference) {
  DcganGenerator ours(100, 0, 1, Random(1));
  fill(ours);
  auto reference = reference_generator();
  nn::copy_into(nn::named_tensors(*reference), renamed_generator(ours), "test");
  const auto latents = tests::normal({5, 100});
  const torch::NoGradGuard no_grad;
  for (const bool training : {true, false}) {  // the second uses the first's running statistics
    ours.train(training);
    reference->train(training);
    const auto x = ours.forward(latents, {});
    const auto y = reference->forward(latents.view({5, 100, 1, 1}));
    EXPECT_EQ(x.sizes(), at::IntArrayRef({5, 1, 28, 28}));
    EXPECT_GT(x.std().item<double>(), 0.01);
    EXPECT_TRUE(torch::allclose(x, y, 1e-5, 1e-5)) << (x - y).abs().max();
  }
}

TEST(Dcgan, DiscriminatorEqualsTheReferenceNameByName) {
  DcganDiscriminator ours(0, 1, Random(1));
  fill(ours);
  auto reference = reference_discriminator();
  nn::copy_into(nn::named_tensors(*reference), nn::named_tensors(ours), "test");
  const auto images = tests::normal({5, 1, 28, 28}).tanh();
  const torch::NoGradGuard no_grad;
  for (const bool training : {true, false}) {
    ours.train(training);
    reference->train(training);
    const auto x = ours.forward(images, {});
    const auto y = reference->forward(images).flatten();
    EXPECT_EQ(x.sizes(), at::IntArrayRef({5}));
    EXPECT_GT(x.std().item<double>(), 0.01);
    EXPECT_TRUE(torch::allclose(x, y, 1e-5, 1e-5)) << (x - y).abs().max();
  }
}

TEST(Dcgan, LabelsChangeTheOutputs) {
  DcganGenerator generator(8, 3, 1, Random(1));
  DcganDiscriminator discriminator(3, 1, Random(2));
  generator.eval();
  discriminator.eval();
  const torch::NoGradGuard no_grad;
  const auto latents = tests::normal({1, 8}).expand({2, 8});
  const auto images = generator.forward(latents, torch::tensor({0, 1}));
  EXPECT_EQ(images.sizes(), at::IntArrayRef({2, 1, 28, 28}));
  EXPECT_FALSE(torch::allclose(images[0], images[1], 1e-2, 1e-4));
  const auto same = images[0].unsqueeze(0).expand({2, 1, 28, 28});
  const auto logits = discriminator.forward(same, torch::tensor({0, 1}));
  EXPECT_NE(logits[0].item<float>(), logits[1].item<float>());
}

}  // namespace
}  // namespace akin
