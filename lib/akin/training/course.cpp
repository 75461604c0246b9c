#include "akin/training/course.h"

#include <algorithm>
#include <vector>

#include "akin/models/text_model.h"
#include "akin/training/text_course.h"

namespace akin {
namespace {

constexpr std::int64_t exam_batch = 250;
constexpr std::uint64_t exam_seed = 0;

}  // namespace

const data::Images& unseen_images(const data::ImageData& data) {
  return data.test.size() > 0 ? data.test : data.held_out;
}

Course image_course(const data::ImageData& data, const Recipe& recipe, torch::Device device) {
  const data::Images& unseen = unseen_images(data);
  Course course;
  course.lessons = image_batches(data.train, recipe.training.batch_size, recipe.seed(), device);
  course.items = data.train.size();
  course.exam = ordered_batches(unseen, exam_batch, device);
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

Batch exam_items(const Course& course, const std::vector<std::int64_t>& items) {
  std::vector<torch::Tensor> data;
  std::vector<torch::Tensor> labels;
  for (const std::int64_t item : items) {
    const Batch batch = course.exam(item / exam_batch);
    data.push_back(batch.data.narrow(0, item % exam_batch, 1));
    if (batch.labels.defined()) {
      labels.push_back(batch.labels.narrow(0, item % exam_batch, 1));
    }
  }
  return {torch::cat(data), labels.empty() ? torch::Tensor() : torch::cat(labels)};
}

std::optional<Nats> examine(GenerativeModel& model, const Course& course, std::int64_t batches) {
  const std::int64_t count =
      batches > 0 ? std::min(batches, course.exam_batches) : course.exam_batches;
  Nats total;
  for (std::int64_t i = 0; i < count; ++i) {
    const Batch batch = course.exam(i);
    const torch::Tensor labels =
        batch.labels.defined() ? batch.labels.to(model.device()) : batch.labels;
    const auto nats = model.score(batch.data.to(model.device()), model.conditions(labels),
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
