#include <cmath>
#include <set>
#include <tuple>

#include <gmock/gmock.h>

#include "akin/base/require.h"
#include "akin/evaluation/classifier.h"
#include "akin/experiment/splits.h"
#include "akin/training/batches.h"

#include "support/error_of.h"
#include "support/families.h"
#include "support/training.h"

namespace akin {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using Size = std::pair<int, int>;  // height, width

/// An architecture with settings for a step in milliseconds, and which images it makes.
struct Architecture {
  std::string name;
  std::string family;
  Given given;
  std::set<Size> sizes{};  ///< empty: all
  bool binary = false;     ///< grey only, as black or white
};

void PrintTo(const Architecture& one, std::ostream* out) {
  *out << one.name;
}

std::vector<Architecture> architectures() {
  const Given small_transformer = {
      {"layers", "1"}, {"heads", "2"}, {"width", "16"}, {"vocabulary", "8"}};
  Given binary = small_transformer;
  binary["tokenizer"] = "binary-2x2";
  return {{"MiniGan",
           "gan",
           {{"latent_dim", "4"}, {"generator_width", "4"}, {"discriminator_width", "4"}}},
          {"Dcgan", "gan", {{"architecture", "dcgan"}, {"latent_dim", "4"}}, {{28, 28}}},
          {"MiniVae", "vae", {{"latent_dim", "4"}, {"encoder_width", "4"}, {"decoder_width", "4"}}},
          {"MlpVae", "vae", {{"architecture", "mlp"}, {"latent_dim", "4"}}},
          {"GaussianVae",
           "vae",
           {{"architecture", "mlp"}, {"latent_dim", "4"}, {"likelihood", "gaussian"}}},
          {"PatchTransformer", "transformer", small_transformer},
          {"BinaryTransformer", "transformer", binary, {}, true}};
}

data::Images random_images(const ImageSize& size) {
  constexpr std::int64_t count = 8;
  Random random(1, "images");
  std::vector<std::uint8_t> pixels(count * size.values());
  for (auto& pixel : pixels) {
    pixel = static_cast<std::uint8_t>(random.below(256));
  }
  return {std::move(pixels), {0, 1, 2, 0, 1, 2, 0, 1}, size, {"a", "b", "c"}};
}

class ImageSizes : public testing::TestWithParam<std::tuple<Architecture, Size, int>> {
 protected:
  static const Architecture& architecture() { return std::get<0>(GetParam()); }
  static ImageSize size() {
    const auto [height, width] = std::get<1>(GetParam());
    return {height, width, std::get<2>(GetParam())};
  }
  static ModelAndTraining make() {
    const DataSpec data = {{3, size().height, size().width, size().channels}};
    return tests::family_settings(architecture().family, architecture().given)
        ->make_training(data, 1, torch::kCPU);
  }
  static bool supported() {
    const auto& sizes = architecture().sizes;
    return sizes.empty() || sizes.contains(std::get<1>(GetParam()));
  }
};

TEST_P(ImageSizes, AreTrainedOnAndSampledOrRefused) {
  if (!supported()) {
    EXPECT_THAT(tests::error_of<UsageError>(make),
                HasSubstr(fmt::format("expected 28x28 images for dcgan, got {}x{}", size().width,
                                      size().height)));
    return;
  }
  const data::Images images = random_images(size());
  Batches batches = image_batches(images, 4, 1);
  const ModelAndTraining made = make();
  if (architecture().binary) {
    Recipe recipe;
    recipe.data.pixels = "binary";
    const auto split = [&] { (void)image_splits({"", "", images, {}, {}}, recipe, torch::kCPU); };
    if (size().channels == 3) {
      EXPECT_THAT(tests::error_of<UsageError>(split),
                  HasSubstr("[--pixels] expected grey images for binary pixels, got colour"));
      return;
    }
    split();
    batches = binarised(batches, 1);
  }
  made.model->fit_tokenizer(images, 1);
  for (const StepMetric& metric : made.training->step(batches(0), tests::at_step(0))) {
    EXPECT_TRUE(std::isfinite(metric.value.item<double>())) << metric.name;
  }
  const auto samples = made.model->sample(2, 1);
  EXPECT_EQ(samples.sizes(), at::IntArrayRef({2, size().channels, size().height, size().width}));
  EXPECT_TRUE(((samples >= 0) & (samples <= 1)).all().item<bool>());
  const auto nll = made.model->nll(batches(1).data, {}, Random(1));
  EXPECT_EQ(nll.has_value(), architecture().family != "gan");
  if (nll) {
    EXPECT_EQ(nll->items, 4);
    EXPECT_TRUE(std::isfinite(nll->mean()));
  }
}

INSTANTIATE_TEST_SUITE_P(All, ImageSizes,
                         testing::Combine(testing::ValuesIn(architectures()),
                                          testing::Values(Size{8, 8}, Size{12, 20}, Size{28, 28},
                                                          Size{32, 32}, Size{64, 64}),
                                          testing::Values(1, 3)),
                         [](const auto& one) {
                           const Size size = std::get<1>(one.param);
                           return fmt::format("{}{}x{}x{}", std::get<0>(one.param).name, size.first,
                                              size.second, std::get<2>(one.param));
                         });

TEST(ImageSizes, ThatNoArchitectureMakesAreRefusedWithThoseThatItMakes) {
  for (const Architecture& one : architectures()) {
    for (const auto& [height, width] : {Size{68, 64}, Size{64, 128}, Size{30, 27}}) {
      if (one.name.ends_with("Vae") && one.given.contains("architecture") && height <= 64 &&
          width <= 64) {
        continue;  // linear layers make any size
      }
      const std::string error = tests::error_of<UsageError>([&] {
        (void)tests::family_settings(one.family, one.given)->make_model({{0, height, width, 3}}, 1);
      });
      EXPECT_THAT(error,
                  AllOf(HasSubstr("28x28"), HasSubstr(fmt::format("got {}x{}", width, height))))
          << one.name;
    }
  }
}

TEST(ImageSizes, ThatTheClassifierReads) {
  for (const auto& [height, width] :
       {Size{8, 8}, Size{9, 11}, Size{12, 20}, Size{28, 28}, Size{32, 32}, Size{64, 64}}) {
    for (const int channels : {1, 3}) {
      Classifier classifier({3, height, width, channels}, Random(1));
      const auto features = classifier.features(torch::rand({2, channels, height, width}));
      EXPECT_EQ(features.sizes(), at::IntArrayRef({2, Classifier::feature_count}));
      EXPECT_EQ(classifier.logits(features).sizes(), at::IntArrayRef({2, 3}));
    }
  }
}

}  // namespace
}  // namespace akin
