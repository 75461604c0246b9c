#include "akin/training/course.h"

#include <algorithm>
#include <numeric>
#include <utility>

#include "akin/models/text_model.h"
#include "akin/training/text_course.h"

namespace akin {
namespace {

constexpr std::int64_t exam_batch = 250;
constexpr std::uint64_t exam_seed = 0;

/// Images in their own order, in batches of `exam_batch`, the last one shorter.
Batches in_order(data::Images images, torch::Device device) {
  return [images = std::move(images), device](std::int64_t i) {
    std::vector<std::int64_t> indices(
        static_cast<std::size_t>(std::min(exam_batch, images.size() - i * exam_batch)));
    std::iota(indices.begin(), indices.end(), i * exam_batch);
    return image_batch(images, indices, device);
  };
}

}  // namespace

Course image_course(const data::ImageData& data, const Recipe& recipe, torch::Device device) {
  const data::Images& unseen = data.test.size() > 0 ? data.test : data.held_out;
  Course course;
  course.lessons = image_batches(data.train, recipe.training.batch_size, recipe.seed(), device);
  course.items = data.train.size();
  course.exam = in_order(unseen, device);
  course.exam_batches = (unseen.size() + exam_batch - 1) / exam_batch;
  if (recipe.data.pixels == "binary") {
    course.lessons = binarised(course.lessons, recipe.seed());
    course.exam = binarised(course.exam, exam_seed);
  }
  return course;
}

Course make_course(const Dataset& data, GenerativeModel& model, const Recipe& recipe,
                   torch::Device device) {
  if (data.images) {
    return image_course(*data.images, recipe, device);
  }
  auto& text = dynamic_cast<TextModel&>(model);  // nothing else is made of text
  return text_course(*data.text, recipe, text.transformer().shape().context, device);
}

std::optional<Nats> examine(GenerativeModel& model, const Course& course, std::int64_t batches) {
  const std::int64_t count =
      batches > 0 ? std::min(batches, course.exam_batches) : course.exam_batches;
  Nats total;
  for (std::int64_t i = 0; i < count; ++i) {
    const Batch batch = course.exam(i);
    const auto nats = model.score(batch.data, model.classes() > 0 ? batch.labels : torch::Tensor(),
                                  Random(exam_seed, "exam", static_cast<std::uint64_t>(i)));
    if (!nats) {
      return std::nullopt;
    }
    total.sum += nats->sum;
    total.items += nats->items;
  }
  return total.items > 0 ? std::optional(total) : std::nullopt;
}

}  // namespace akin
