#include "akin/models/generative_model.h"

#include <gmock/gmock.h>

#include "akin/base/require.h"
#include "akin/families/gan/gan.h"
#include "akin/io/safetensors.h"
#include "akin/nn/tensors.h"

#include "support/error_of.h"
#include "support/tensors.h"
#include "support/tiny_gan.h"

namespace akin {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using tests::error_of;
using torch::Tensor;

/// Two normals per item, followed by the label; records how it is called.
class Noise : public GenerativeModel {
 public:
  explicit Noise(std::int64_t classes) : classes_(classes) {
    register_parameter("weight", torch::ones({1}));
  }
  [[nodiscard]] std::int64_t classes() const override { return classes_; }

  std::vector<std::int64_t> chunks;
  bool ever_trained = false;
  bool ever_recorded = false;

 protected:
  Tensor draw(std::int64_t count, Random& random, const Tensor& labels) override {
    chunks.push_back(count);
    ever_trained |= is_training();
    ever_recorded |= torch::GradMode::is_enabled();
    const Tensor x = nn::normal(random, {count, 2});
    return labels.defined() ? torch::cat({x, labels.to(torch::kFloat32).unsqueeze(1)}, 1) : x;
  }

 private:
  std::int64_t classes_;
};

TEST(GenerativeModel, FirstItemsDoNotDependOnTheCount) {
  Noise model(0);
  const auto many = model.sample(600, 5);
  for (const std::int64_t count : {1, 3, 256, 257, 599}) {
    EXPECT_TRUE(torch::equal(model.sample(count, 5), many.narrow(0, 0, count))) << count;
  }
  EXPECT_LE(*std::max_element(model.chunks.begin(), model.chunks.end()), 256);
}

TEST(GenerativeModel, ItemsDifferBetweenChunksAndSeeds) {
  Noise model(0);
  const auto many = model.sample(600, 5);
  EXPECT_FALSE(torch::equal(many.narrow(0, 0, 256), many.narrow(0, 256, 256)));
  EXPECT_FALSE(torch::equal(many, model.sample(600, 6)));
}

TEST(GenerativeModel, SamplesWithoutGradientsInEvaluationMode) {
  Noise model(0);
  model.train();
  model.sample(2, 1);
  EXPECT_FALSE(model.ever_trained);
  EXPECT_FALSE(model.ever_recorded);
  EXPECT_TRUE(model.is_training());
  EXPECT_TRUE(torch::GradMode::is_enabled());
}

TEST(GenerativeModel, LabelsReachTheirItemsAcrossChunks) {
  Noise model(10);
  EXPECT_TRUE(
      torch::equal(model.sample(300, 1).select(1, 2).to(torch::kInt64), torch::arange(300) % 10));
  const auto labels = torch::arange(300) * 7 % 10;
  EXPECT_TRUE(torch::equal(model.sample(300, 1, labels).select(1, 2).to(torch::kInt64), labels));
}

TEST(GenerativeModel, RefusesLabelsThatDoNotFit) {
  Noise model(3);
  Noise plain(0);
  EXPECT_THAT(error_of([&] { model.sample(2, 1, torch::tensor({1})); }),
              HasSubstr("expected 2 labels, got 1"));
  EXPECT_THAT(error_of<UsageError>([&] {
                model.sample(2, 1, torch::tensor({0, 3}));
              }),
              HasSubstr("expected labels from 0 to 2, got 3"));
  EXPECT_THAT(error_of<UsageError>([&] {
                model.sample(2, 1, torch::tensor({0, -1}));
              }),
              HasSubstr("expected labels from 0 to 2, got -1"));
  EXPECT_THAT(error_of<UsageError>([&] { plain.sample(1, 1, torch::tensor({0})); }),
              HasSubstr("expected no labels"));
  EXPECT_THAT(error_of<UsageError>([&] { plain.sample(0, 1); }), HasSubstr("at least one item"));
}

TEST(GenerativeModel, LabelsCycleThroughTheClasses) {
  EXPECT_THAT(tests::elements(cycling_labels(5, 3)), ElementsAre(0, 1, 2, 0, 1));
  EXPECT_FALSE(cycling_labels(5, 0).defined());
}

/// The bytes of all weights and batch statistics.
io::Bytes bytes(const torch::nn::Module& module) {
  return io::format_safetensors({nn::to_raw(nn::named_tensors(module)), {}});
}

TEST(GenerativeModel, SamplingAGanIsPure) {
  const auto gan = tests::tiny_gan(1);
  gan->train();
  gan->generate(tests::normal({20, 6}));  // moves the batch statistics away from 0 and 1
  gan->discriminator().eval();
  const auto before = bytes(*gan);
  const auto generator = tests::global_generator();
  const auto first = gan->sample(3, 4);
  EXPECT_TRUE(torch::equal(gan->sample(3, 4), first));
  EXPECT_EQ(bytes(*gan), before);
  EXPECT_TRUE(torch::equal(tests::global_generator(), generator));
  EXPECT_TRUE(gan->generator().is_training());
  EXPECT_FALSE(gan->discriminator().is_training());
  EXPECT_FALSE(first.requires_grad());
}

TEST(GenerativeModel, AGansSamplesDoNotDependOnTheBatch) {
  const auto gan = tests::tiny_gan(1, true);
  gan->generate(tests::normal({20, 6}), cycling_labels(20, 10));
  const auto many = gan->sample(300, 4);
  EXPECT_EQ(many.sizes(), at::IntArrayRef({300, 1, 28, 28}));
  EXPECT_GE(many.min().item<float>(), 0);
  EXPECT_LE(many.max().item<float>(), 1);
  EXPECT_TRUE(torch::allclose(gan->sample(5, 4), many.narrow(0, 0, 5), 0, 1e-6));
}

}  // namespace
}  // namespace akin
