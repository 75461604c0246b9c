#include "serve/live_training.h"

#include <algorithm>

#include "akin/base/utf8.h"
#include "akin/data/pixel_points.h"
#include "akin/experiment/run_folder.h"
#include "akin/families/gan/gan_training.h"
#include "akin/families/transformer/text_model.h"
#include "akin/io/base64.h"
#include "akin/training/checkpoint.h"
#include "akin/training/health.h"

#include "common.h"

namespace akin::app {

using nlohmann::json;
using Clock = std::chrono::steady_clock;

namespace {

constexpr std::int64_t shown_images = 40;
constexpr std::int64_t shown_tokens = 240;
constexpr std::uint64_t shown_seed = 0;
constexpr std::int64_t known_images = 2000;
constexpr auto shortest_interval = std::chrono::milliseconds(400);

std::shared_ptr<const Dataset> loaded(Recipe& recipe) {
  auto data = std::make_shared<Dataset>(load_dataset(recipe, download_progress()));
  note_data(recipe, *data);
  return data;
}

}  // namespace

/// The learner's training under the controls.
class LiveTraining::Tuned : public Trainable {
 public:
  Tuned(Trainable& inner, const LiveTraining& live) : inner_(inner), live_(live) {}

  StepMetrics step(const Batch& batch, const StepContext& context) override {
    const Controls controls = live_.controls();
    if (auto* gan = dynamic_cast<GanTraining*>(&inner_)) {
      gan->set_discriminator_steps(controls.discriminator_steps);
    }
    StepContext tuned = context;
    tuned.lr_factor *= controls.lr;
    return inner_.step(batch, tuned);
  }
  [[nodiscard]] nn::NamedTensors state() const override { return inner_.state(); }
  [[nodiscard]] nn::NamedTensors weights() const override { return inner_.weights(); }

 private:
  Trainable& inner_;
  const LiveTraining& live_;
};

LiveTraining::LiveTraining(std::string scene, Recipe recipe, Queues queues)
    : scene_(std::move(scene)),
      recipe_(std::move(recipe)),
      queues_(queues),
      data_(loaded(recipe_)),
      learner_(make_training(recipe_.family, data_->data_spec(), recipe_.seed(), torch::kCPU)),
      splits_(make_splits(*data_, *learner_.model, recipe_, torch::kCPU)),
      copy_(make_model(recipe_.family, data_->data_spec(), recipe_.seed())) {
  copy_->eval();
  if (const auto* gan = std::get_if<GanFamily>(&recipe_.family)) {
    controls_.discriminator_steps = gan->learning.discriminator_steps;
  }
  if (data_->images) {
    learner_.model->fit_tokenizer(data_->images->train, recipe_.seed());
    some_ = data::limit(data_->images->train, known_images);
    shown_["real_classes"] = data_->images->train.class_counts();
  }
  thread_ = std::thread([this] { train(); });
}

void LiveTraining::stop() {
  {
    const std::lock_guard lock(mutex_);
    stopped_ = true;
  }
  changed_.notify_all();
  if (thread_.joinable()) {
    thread_.join();
  }
}

void LiveTraining::set(const Controls& controls) {
  const std::lock_guard lock(mutex_);
  controls_ = controls;
  steered_ = true;
}

Controls LiveTraining::controls() const {
  const std::lock_guard lock(mutex_);
  return controls_;
}

std::filesystem::path LiveTraining::keep() const {
  Recipe recipe = recipe_;
  {
    const std::lock_guard lock(mutex_);
    recipe.training.steps = std::max<std::int64_t>(step_, 1);
    if (steered_) {
      recipe.preset += ", steered by hand";  // the recipe alone does not repeat it
    }
  }
  const RunFolder run = create_run(new_run_path(recipe), false);
  write_description(run, recipe, data_->data_spec());
  save_weights(run.weights(), learner_.training->weights());
  save_state(run.state(), *learner_.training, {recipe.training.steps, recipe.training.steps});
  return run.path();
}

void LiveTraining::allow(std::int64_t steps) {
  {
    const std::lock_guard lock(mutex_);
    allowed_ = steps;
  }
  changed_.notify_all();
}

json LiveTraining::status() const {
  const std::lock_guard lock(mutex_);
  json status = shown_;
  status["scene"] = scene_;
  status["state"] = state();
  status["step"] = step_;
  status["curves"] = curves_.described();
  status["controls"] = {{"lr", controls_.lr},
                        {"discriminator_steps", controls_.discriminator_steps},
                        {"delay", controls_.delay}};
  if (!failure_.empty()) {
    status["failure"] = failure_;
  }
  return status;
}

const char* LiveTraining::state() const {
  if (!failure_.empty()) {
    return "failed";
  }
  if (ended_) {
    return "ended";
  }
  return waiting_ ? "paused" : "running";
}

void LiveTraining::train() {
  std::string failure;
  try {
    Turns::Turn turn(queues_.trainings, std::adopt_lock);
    publish();
    Tuned tuned(*learner_.training, *this);
    fit(tuned, splits_.train, fit_options(recipe_.training),
        [&](const Progress& progress) { return after(progress, turn); });
  } catch (const std::exception& error) {
    failure = error.what();
  }
  const std::lock_guard lock(mutex_);
  failure_ = failure;
  ended_ = true;
}

Next LiveTraining::after(const Progress& progress, Turns::Turn& turn) {
  require_finite(progress.figures, progress.step);
  bool pausing = false;
  {
    const std::lock_guard lock(mutex_);
    step_ = progress.step;
    curves_.add(progress.step, progress.figures);
    allowed_ -= allowed_ > 0 ? 1 : 0;
    pausing = allowed_ == 0;
  }
  if (pausing || Clock::now() >= next_look_) {
    publish();
  }
  turn.again([this] { wait(); });
  const std::lock_guard lock(mutex_);
  return stopped_ ? Next::stop : Next::proceed;
}

/// Looking takes at most a tenth of the time.
void LiveTraining::publish() {
  const auto begin = Clock::now();
  if (const auto* text = dynamic_cast<const TextModel*>(copy_.get())) {
    show_text(*text);
  } else {
    show_images();
  }
  const auto end = Clock::now();
  next_look_ = end + std::max<Clock::duration>(shortest_interval, 9 * (end - begin));
}

auto LiveTraining::with_copy(const auto& look) {
  const Turns::Turn turn(queues_.visitors, std::adopt_lock);
  nn::copy_into(copy_->tensors(), nn::snapshot(learner_.training->weights()), "copy");
  return look();
}

void LiveTraining::show_text(const TextModel& text) {
  inference::Decoder decoder = with_copy([&] { return text.decoder(); });
  const std::string written =
      utf8::replace_invalid(text.write(decoder, "", {.length = shown_tokens}, shown_seed));
  const std::lock_guard lock(mutex_);
  shown_["text"] = written;
}

void LiveTraining::show_images() {
  const torch::Tensor images =
      with_copy([&] { return copy_->sample(shown_images, shown_seed); });  // [n, 1, h, w]
  const auto classes = some_.classes() > 0 ? data::nearest_class_counts(made_images(images), some_)
                                           : std::vector<std::int64_t>();
  const std::string base64 = io::to_base64(image_bytes(images));
  const std::lock_guard lock(mutex_);
  shown_["images"] = base64;
  shown_["classes"] = classes;
}

void LiveTraining::wait() {
  std::unique_lock lock(mutex_);
  changed_.wait_for(lock, std::chrono::milliseconds(controls_.delay), [&] { return stopped_; });
  waiting_ = allowed_ == 0;
  changed_.wait(lock, [&] { return stopped_ || allowed_ != 0; });
  waiting_ = false;
}

}  // namespace akin::app
