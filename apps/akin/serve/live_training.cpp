#include "serve/live_training.h"

#include <algorithm>

#include "akin/base/utf8.h"
#include "akin/data/pixel_points.h"
#include "akin/experiment/run_folder.h"
#include "akin/io/base64.h"
#include "akin/training/health.h"

#include "command_line/common.h"

namespace akin::app {

using nlohmann::json;
using Clock = std::chrono::steady_clock;

namespace {

constexpr std::int64_t sample_images = 40;
constexpr std::int64_t sample_tokens = 240;
constexpr std::uint64_t sample_seed = 0;
constexpr std::int64_t labelled_images = 2000;
constexpr auto min_publish_interval = std::chrono::milliseconds(400);

std::shared_ptr<const Dataset> loaded(Recipe& recipe) {
  auto data = std::make_shared<Dataset>(load_dataset(recipe, loading_progress()));
  note_data(recipe, *data);
  return data;
}

constexpr std::size_t max_points = 300;

template <class Values>
void keep_every_second(Values& values) {
  for (std::size_t i = 0; 2 * i < values.size(); ++i) {
    values[i] = values[2 * i];
  }
  values.resize((values.size() + 1) / 2);
}

}  // namespace

void Curves::add(std::int64_t step, const StepMetrics& metrics) {
  if (step % stride_ != 0) {
    return;
  }
  steps_.push_back(step);
  values_.resize(metrics.size());
  for (std::size_t i = 0; i < metrics.size(); ++i) {
    values_[i].first = metrics[i].name;
    values_[i].second.push_back(metrics[i].value.item<double>());
  }
  if (steps_.size() == max_points) {
    stride_ *= 2;
    keep_every_second(steps_);
    for (auto& metric : values_) {
      keep_every_second(metric.second);
    }
  }
}

json Curves::describe() const {
  json curves = {{"steps", steps_}};
  for (const auto& [name, values] : values_) {
    curves[name] = values;
  }
  return curves;
}

/// The training step, with the controls applied.
class LiveTraining::Controlled : public Trainable {
 public:
  Controlled(Trainable& inner, const LiveTraining& live) : inner_(inner), live_(live) {}

  StepMetrics step(const Batch& batch, const StepContext& context) override {
    const Controls controls = live_.controls();
    inner_.set("discriminator_steps", static_cast<double>(controls.discriminator_steps));
    StepContext controlled = context;
    controlled.lr_factor *= controls.lr_factor;
    return inner_.step(batch, controlled);
  }
  [[nodiscard]] nn::NamedTensors state() const override { return inner_.state(); }
  [[nodiscard]] nn::NamedTensors weights() const override { return inner_.weights(); }

 private:
  Trainable& inner_;
  const LiveTraining& live_;
};

LiveTraining::LiveTraining(std::string scenario, Recipe recipe, Queues queues)
    : scenario_(std::move(scenario)),
      recipe_(std::move(recipe)),
      queues_(queues),
      data_(loaded(recipe_)),
      trainee_(recipe_.family->make_training(data_->data_spec(), recipe_.seed(), torch::kCPU)),
      splits_(make_splits(*data_, *trainee_.model, recipe_, torch::kCPU)),
      snapshot_(recipe_.family->make_model(data_->data_spec(), recipe_.seed())) {
  snapshot_->eval();
  Fields fields;
  recipe_.family->describe(fields);
  if (const Field* steps = fields.find("discriminator_steps")) {
    controls_.discriminator_steps = *std::get<Field::Whole>(steps->variable).value;
  }
  if (data_->images) {
    trainee_.model->fit_tokenizer(data_->images->train, recipe_.seed());
    labelled_ = data::limit(data_->images->train, labelled_images);
    samples_["train_class_counts"] = data_->images->train.class_counts();
  }
  thread_ = std::thread([this] { train(); });
}

void LiveTraining::stop() {
  {
    const std::lock_guard lock(mutex_);
    stop_requested_ = true;
  }
  changed_.notify_all();
  if (thread_.joinable()) {
    thread_.join();
  }
}

void LiveTraining::set(const Controls& controls) {
  const std::lock_guard lock(mutex_);
  controls_ = controls;
  controls_changed_ = true;
}

Controls LiveTraining::controls() const {
  const std::lock_guard lock(mutex_);
  return controls_;
}

std::filesystem::path LiveTraining::save() const {
  Recipe recipe = recipe_;
  {
    const std::lock_guard lock(mutex_);
    recipe.training.steps = std::max<std::int64_t>(step_, 1);
    if (controls_changed_) {
      recipe.preset += ", controls changed by hand";  // so the recipe alone does not reproduce it
    }
  }
  const ClaimedRun run = claim_new_run(recipe);
  write_run(run, recipe, data_->data_spec(), *trainee_.training,
            {recipe.training.steps, recipe.training.steps});
  return run.folder.path();
}

void LiveTraining::allow(std::int64_t steps) {
  {
    const std::lock_guard lock(mutex_);
    steps_allowed_ = steps;
  }
  changed_.notify_all();
}

json LiveTraining::status() const {
  const std::lock_guard lock(mutex_);
  json status = samples_;
  status["scenario"] = scenario_;
  status["state"] = state();
  status["step"] = step_;
  status["curves"] = curves_.describe();
  status["controls"] = {{"lr_factor", controls_.lr_factor},
                        {"discriminator_steps", controls_.discriminator_steps},
                        {"delay_ms", controls_.delay_ms}};
  if (!error_.empty()) {
    status["error"] = error_;
  }
  return status;
}

std::int64_t LiveTraining::step() const {
  const std::lock_guard lock(mutex_);
  return step_;
}

const char* LiveTraining::state() const {
  if (!error_.empty()) {
    return "failed";
  }
  if (finished_) {
    return "finished";
  }
  return paused_ ? "paused" : "running";
}

void LiveTraining::train() {
  std::string message;
  try {
    FairQueue::Ticket ticket(queues_.training_steps);
    publish();
    Controlled controlled(*trainee_.training, *this);
    fit(controlled, splits_.train, fit_options(recipe_.training),
        [&](const Progress& progress) { return after_step(progress, ticket); });
  } catch (const std::exception& error) {
    message = error.what();
  }
  const std::lock_guard lock(mutex_);
  error_ = message;
  finished_ = true;
}

Next LiveTraining::after_step(const Progress& progress, FairQueue::Ticket& ticket) {
  require_finite(progress.metrics, progress.step);
  bool pausing = false;
  {
    const std::lock_guard lock(mutex_);
    step_ = progress.step;
    curves_.add(progress.step, progress.metrics);
    steps_allowed_ -= steps_allowed_ > 0 ? 1 : 0;
    pausing = steps_allowed_ == 0;
  }
  if (pausing || Clock::now() >= next_publish_) {
    publish();
  }
  ticket.requeue([this] { wait(); });
  const std::lock_guard lock(mutex_);
  return stop_requested_ ? Next::stop : Next::proceed;
}

/// Publishing takes at most a tenth of the time.
void LiveTraining::publish() {
  const auto begin = Clock::now();
  if (const auto* text = snapshot_->capabilities().text) {
    publish_text(*text);
  } else {
    publish_images();
  }
  const auto end = Clock::now();
  next_publish_ = end + std::max<Clock::duration>(min_publish_interval, 9 * (end - begin));
}

auto LiveTraining::with_snapshot(const auto& use) {
  const FairQueue::Ticket ticket(queues_.requests);
  nn::copy_into(snapshot_->tensors(), nn::snapshot(trainee_.training->weights()), "snapshot");
  return use();
}

void LiveTraining::publish_text(const TextGenerator& text) {
  inference::Decoder decoder = with_snapshot([&] { return text.decoder(); });
  const std::string generated = utf8::replace_invalid(
      text.generate_text(decoder, "", {.length = sample_tokens}, sample_seed));
  const std::lock_guard lock(mutex_);
  samples_["text"] = generated;
}

void LiveTraining::publish_images() {
  const torch::Tensor images =
      with_snapshot([&] { return snapshot_->sample(sample_images, sample_seed); });  // [n, c, h, w]
  const auto classes = labelled_.classes() > 0
                           ? data::nearest_class_counts(made_images(images), labelled_)
                           : std::vector<std::int64_t>();
  const std::string base64 = io::to_base64(image_bytes(images));
  const std::lock_guard lock(mutex_);
  samples_["images"] = base64;
  samples_["class_counts"] = classes;
}

void LiveTraining::wait() {
  std::unique_lock lock(mutex_);
  changed_.wait_for(lock, std::chrono::milliseconds(controls_.delay_ms),
                    [&] { return stop_requested_; });
  paused_ = steps_allowed_ == 0;
  changed_.wait(lock, [&] { return stop_requested_ || steps_allowed_ != 0; });
  paused_ = false;
}

}  // namespace akin::app
