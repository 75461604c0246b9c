#include "akin/data/pixel_points.h"
#include "akin/evaluation/baselines.h"
#include "akin/evaluation/feature_extractor.h"
#include "akin/metrics/frechet.h"
#include "akin/metrics/kid.h"
#include "akin/metrics/neighbourhoods.h"

#include "interop/python_test.h"
#include "support/bars.h"

namespace akin {
namespace {

using torch::Tensor;

class MetricsInPython : public tests::PythonTest {};

Tensor bytes_of(const data::Images& images) {
  std::vector<std::uint8_t> pixels = data::all_pixels(images);
  return torch::from_blob(pixels.data(), {images.size(), 3, images.height(), images.width()},
                          torch::kUInt8)
      .to(torch::kFloat);
}

TEST_F(MetricsInPython, OfColourImagesAreThoseOfNumPy) {
  const data::ImageData data = {"bars",
                                "of-colour-bars",
                                tests::coloured(tests::bars(400), 1),
                                {},
                                tests::coloured(tests::bars(80, true, 400), 2)};
  const data::Images samples = with_noise(tests::coloured(tests::bars(80, true, 480), 3), 0.05, 1);
  const FeatureExtractor extractor = train_feature_extractor(data);
  const numerics::Points real = components_of(data.test, extractor);
  const numerics::Points generated = components_of(samples, extractor);
  const metrics::Neighbourhoods near = metrics::neighbourhoods(real, generated);
  const auto nearest = data::nearest_images(samples, data.train);
  const nn::NamedTensors ours = {
      {"frechet", torch::tensor({static_cast<float>(metrics::frechet_distance(
                      numerics::moments(real), numerics::moments(generated)))})},
      {"kid", torch::tensor(
                  {static_cast<float>(metrics::kid(real, generated, {.subset_size = 80}).mean)})},
      {"neighbourhoods",
       torch::tensor({static_cast<float>(near.precision), static_cast<float>(near.recall),
                      static_cast<float>(near.density), static_cast<float>(near.coverage)})},
      {"nearest",
       torch::tensor(std::vector<float>(nearest.distance.begin(), nearest.distance.end()))}};
  const auto theirs = answer("colour_metrics.py", "run",
                             {{"training", bytes_of(data.train)},
                              {"real", bytes_of(data.test)},
                              {"samples", bytes_of(samples)}});
  ASSERT_EQ(theirs.size(), ours.size());
  for (const auto& [name, tensor] : theirs) {
    EXPECT_LT(tests::relative_error(ours.at(name), tensor), 1e-3) << name << " " << tensor;
  }
}

}  // namespace
}  // namespace akin
