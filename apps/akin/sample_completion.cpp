#include "sample_completion.h"

#include "run_data.h"
#include "sample_sheet.h"

namespace akin::app {

pictures::Picture completion_sheet(TokenImageModel& model, const Recipe& recipe, std::int64_t count,
                                   std::uint64_t seed) {
  const Batch batch = evaluation_images_of(recipe).pick(count, seed);
  // Half of an image, rounded to whole cells of up to 4 pixels.
  const std::int64_t rows = recipe.image.height / 2 / 4 * 4;
  const torch::Tensor completed =
      model.complete(batch.data, rows, model.conditions(batch.labels), Random(seed, "complete"));
  pictures::SheetOptions sheet;
  sheet.title = "unseen image over what was made of its upper half";
  return pictures::pair_sheet(SampleImages(batch.data).view(), SampleImages(completed).view(),
                              sheet);
}

}  // namespace akin::app
