#include "sample_completion.h"

#include <algorithm>
#include <numeric>

#include "akin/base/require.h"
#include "akin/training/batches.h"
#include "akin/training/course.h"

#include "run_images.h"
#include "sample_sheet.h"

namespace akin::app {
namespace {

/// `count` different unseen images, drawn by `seed`; of binary pixels one fixed draw.
Batch unseen(const data::ImageData& data, const Recipe& recipe, std::int64_t count,
             std::uint64_t seed) {
  const data::Images& images = unseen_images(data);
  require(images.size() > 0,
          "[sample] expected test or held-out images to complete, got none in '{}'",
          recipe.data.data);
  const Permutation order(images.size(), Random(seed, "unseen").bits());
  std::vector<std::int64_t> chosen(static_cast<std::size_t>(std::min(count, images.size())));
  std::iota(chosen.begin(), chosen.end(), 0);
  for (auto& index : chosen) {
    index = order(index);
  }
  Batch batch = image_batch(images, chosen);
  if (recipe.data.pixels == "binary") {
    batch.data = binarise(batch.data, Random(seed, "binarise"));
  }
  return batch;
}

}  // namespace

pictures::Picture completion_sheet(TokenImageModel& model, const Recipe& recipe, std::int64_t count,
                                   std::uint64_t seed) {
  const data::ImageData data = training_data(recipe);
  const Batch batch = unseen(data, recipe, count, seed);
  const torch::Tensor labels = model.classes() > 0 ? batch.labels : torch::Tensor();
  // Half of an image, rounded to whole cells of up to 4 pixels.
  const std::int64_t rows = recipe.image.height / 2 / 4 * 4;
  const torch::Tensor completed =
      model.complete(batch.data, rows, labels, Random(seed, "complete"));
  pictures::SheetOptions sheet;
  sheet.title = "unseen image over what was made of its upper half";
  return pictures::pair_sheet(SampleImages(batch.data).view(), SampleImages(completed).view(),
                              sheet);
}

}  // namespace akin::app
