#include "sample/image_completion.h"

#include "akin/base/require.h"

#include "runs/run_data.h"
#include "sample/sample_sheet.h"

namespace akin::app {

pictures::Picture completion_sheet(const Run& run, std::int64_t count, std::uint64_t seed) {
  auto* completer = run.model->capabilities().completer;
  require<UsageError>(completer != nullptr,
                      "[--complete] expected a model that completes images, got a {}",
                      run.recipe.family->name());
  const Batch batch = evaluation_images_of(run.recipe).pick(count, seed);
  // Half of the image, rounded down to a multiple of every cell's side.
  const std::int64_t rows = run.recipe.image.height / 2 / 4 * 4;
  const torch::Tensor completed = completer->complete(
      batch.data, rows, run.model->conditions(batch.labels), Random(seed, "complete"));
  pictures::SheetOptions sheet;
  sheet.title = "validation image, and the completion of its upper half";
  return pictures::pair_sheet(SampleImages(batch.data).view(), SampleImages(completed).view(),
                              sheet);
}

}  // namespace akin::app
