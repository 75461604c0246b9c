#include "akin/families/transformer/token_image_model.h"

#include <gmock/gmock.h>

#include "akin/base/require.h"
#include "akin/data/digits.h"
#include "akin/nn/autocast.h"
#include "akin/training/batches.h"

#include "support/error_of.h"
#include "support/tensors.h"
#include "support/thread_count.h"

namespace akin {
namespace {

using torch::Tensor;

TransformerShape tiny_shape() {
  TransformerShape shape;
  shape.layers = 2;
  shape.heads = 2;
  shape.width = 16;
  return shape;
}

/// All images of 4 x 2 pixels that are black or white: [256, 1, 4, 2].
Tensor all_tiny_images() {
  Tensor images = torch::zeros({256, 1, 4, 2});
  for (std::int64_t i = 0; i < 256; ++i) {
    for (std::int64_t pixel = 0; pixel < 8; ++pixel) {
      images[i][0][pixel / 2][pixel % 2] = static_cast<float>((i >> pixel) & 1);
    }
  }
  return images;
}

TEST(TokenImageModel, TheProbabilitiesOfAllImagesSumToOne) {
  for (const std::int64_t classes : {0, 3}) {
    TokenImageModel model(tiny_shape(), "binary-2x2", 16, {classes, 4, 2}, 1);
    tests::perturb(model, 0.3);  // otherwise all images are nearly equally likely
    const torch::NoGradGuard no_grad;
    const Tensor labels = classes > 0 ? torch::full({256}, 2, torch::kInt64) : Tensor();
    const Tensor nats =
        model.token_nll(model.token_ids(all_tiny_images(), labels)).sum(1);  // [256]
    EXPECT_NEAR((-nats).exp().sum().item<double>(), 1, 1e-5);
    EXPECT_GT(nats.std().item<double>(), 0.1);
    // And over all completions of one upper half: those images whose first four pixels are white.
    const Tensor upper = torch::arange(256).remainder(16) == 15;
    const Tensor first = model.token_nll(model.token_ids(all_tiny_images(), labels)).select(1, 0);
    const double all = (-nats).exp().masked_select(upper).sum().item<double>();
    EXPECT_NEAR(all / (-first).exp().masked_select(upper)[0].item<double>(), 1, 1e-5);
  }
}

TEST(TokenImageModel, SamplesFollowTheProbabilities) {
  TokenImageModel model(tiny_shape(), "binary-2x2", 16, {0, 4, 2}, 1);
  tests::perturb(model, 0.3);
  const torch::NoGradGuard no_grad;
  const Tensor images = model.sample(4096, 5);
  const Tensor expected =
      ((-model.token_nll(model.token_ids(all_tiny_images(), {})).sum(1)).exp().view({256, 1}) *
       all_tiny_images().flatten(1))
          .sum(0);  // [8] how often each pixel is white
  const Tensor seen = images.flatten(1).mean(0);
  EXPECT_LT((seen - expected).abs().max().item<double>(), 0.04);
}

TEST(TokenImageModel, GreedyGenerationFollowsTheLargestLogit) {
  for (const std::int64_t classes : {0, 3}) {
    TokenImageModel model(tiny_shape(), "binary-2x2", 16, {classes, 4, 6}, 1);
    tests::perturb(model, 0.3);
    model.set_sampling({.temperature = 0});
    const torch::NoGradGuard no_grad;
    const Tensor labels = classes > 0 ? torch::arange(3) : Tensor();
    const Tensor written = model.token_ids(model.sample(3, 5, labels), labels);  // [3, 7]
    const Tensor likeliest =
        model.transformer().logits(written.slice(1, 0, 6)).slice(2, 0, 16).argmax(2);
    EXPECT_TRUE(torch::equal(written.slice(1, 1), likeliest));
    EXPECT_GT(std::get<0>(at::unique_consecutive(likeliest.flatten())).numel(), 1);
  }
}

TEST(TokenImageModel, SamplesDoNotDependOnTheNumberOfThreads) {
  TokenImageModel model(tiny_shape(), "binary-2x2", 16, {0, 8, 8}, 1);
  tests::perturb(model, 0.3);
  const auto with_threads = [&](int count) {
    const tests::ThreadCount threads(count);
    return model.sample(5, 3);
  };
  EXPECT_TRUE(torch::equal(with_threads(3), with_threads(1)));
}

TEST(TokenImageModel, SamplesInThePrecisionOfTheScope) {
  TokenImageModel model(tiny_shape(), "binary-2x2", 16, {0, 28, 28}, 1);
  tests::perturb(model, 0.3);
  const auto in_bf16 = [&] {
    const nn::AutocastScope scope(Precision::bf16);
    return model.sample(20, 3);
  };
  const Tensor rounded = in_bf16();
  EXPECT_TRUE(torch::equal(in_bf16(), rounded));
  EXPECT_FALSE(torch::equal(model.sample(20, 3), rounded)) << "4000 draws of chances that differ";
}

TEST(TokenImageModel, CompletionsKeepTheGivenRows) {
  TokenImageModel model(tiny_shape(), "binary-2x2", 16, {0, 4, 2}, 1);
  const Tensor images = all_tiny_images();
  const Tensor completed = model.complete(images, 2, {}, Random(1));
  EXPECT_TRUE(torch::equal(completed.slice(2, 0, 2), images.slice(2, 0, 2)));
  EXPECT_FALSE(torch::equal(completed, images));
  EXPECT_TRUE(torch::equal(model.complete(images, 4, {}, Random(1)), images));
  EXPECT_THAT(tests::error_of<UsageError>([&] { model.complete(images, 3, {}, Random(1)); }),
              testing::HasSubstr("a multiple of 2, got 3"));
}

TEST(TokenImageModel, PatchesAreFittedToTheDataAndSavedWithTheWeights) {
  const auto digits = data::digits(200, 1);
  TokenImageModel model(tiny_shape(), "patch", 32, {0, 28, 28}, 1);
  model.fit_tokenizer(digits, 1);
  const Tensor images = image_tensor(digits, {0, 1, 2, 3});
  const Tensor restored = model.round_trip(images);
  EXPECT_LT((restored - images).square().mean().item<double>(),
            0.3 * images.square().mean().item<double>());
  TokenImageModel other(tiny_shape(), "patch", 32, {0, 28, 28}, 2);
  nn::copy_into(other.tensors(), nn::snapshot(model.tensors()), "test");
  EXPECT_TRUE(torch::equal(other.round_trip(images), restored));
  EXPECT_TRUE(torch::equal(other.sample(3, 1), model.sample(3, 1)));
}

TEST(TokenImageModel, RefusesSizesThatPatchesDoNotDivide) {
  EXPECT_THAT(
      tests::error_of<UsageError>([] {
        TokenImageModel(tiny_shape(), "patch", 32, {0, 30, 28}, 1);
      }),
      testing::AllOf(testing::HasSubstr("[transformer, patch] expected images with sides of 4"),
                     testing::HasSubstr("got 28x30")));
}

}  // namespace
}  // namespace akin
