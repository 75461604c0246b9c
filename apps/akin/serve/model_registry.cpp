#include "serve/model_registry.h"

#include <spdlog/spdlog.h>

#include "http/process_memory.h"
#include "serve/chapters.h"
#include "serve/scenarios.h"

namespace akin::app {

using nlohmann::json;

namespace {

constexpr std::size_t max_name_bytes = 64;
constexpr std::int64_t max_delay_ms = 2000;

Controls controls_of(const RequestBody& body, const Controls& now) {
  return {
      .lr_factor = body.number("lr_factor", {0, 100}, now.lr_factor),
      .discriminator_steps = body.integer("discriminator_steps", {1, 20}, now.discriminator_steps),
      .delay_ms = body.integer("delay_ms", {0, max_delay_ms}, now.delay_ms)};
}

}  // namespace

ModelRegistry::ModelRegistry(std::string data) : data_(std::move(data)) {}

ModelRegistry::~ModelRegistry() {
  for (const auto& model : models_) {
    if (const auto& training = model->training_if_any()) {
      training->stop();
    }
  }
}

void ModelRegistry::add(const RunFolder& run) {
  const std::lock_guard one(starting_);
  auto model = std::make_shared<ModelView>(std::ssize(models_), run, datasets_);
  const std::lock_guard lock(mutex_);
  models_.push_back(std::move(model));
}

void ModelRegistry::preload() {
  const auto all = [&] {
    const std::lock_guard lock(mutex_);
    return models_;
  }();
  for (const auto& model : all) {
    try {
      model->preload();
    } catch (const std::exception& error) {
      spdlog::warn("{}: {}", model->role(), error.what());
    }
  }
}

void ModelRegistry::add_training_slot(const std::string& scenario) {
  models_.push_back(std::make_shared<ModelView>(std::ssize(models_), nullptr));
  if (!scenario.empty()) {
    start(std::ssize(models_) - 1, scenario);
  }
}

json ModelRegistry::describe() const {
  const std::lock_guard lock(mutex_);
  json described = {{"models", json::array()}, {"scenarios", json::array()}};
  for (const auto& model : models_) {
    described["models"].push_back(model->describe());
  }
  for (const Scenario& scenario : scenarios(data_)) {
    described["scenarios"].push_back(scenario.name);
  }
  return described;
}

json ModelRegistry::lesson() const {
  const std::lock_guard lock(mutex_);
  std::vector<std::string> roles;
  for (const auto& model : models_) {
    roles.push_back(model->role());
  }
  return {{"chapters", chapters(roles, to_train_)}, {"progress", progress_}};
}

void ModelRegistry::set_lesson(const json& progress, std::vector<std::string> to_train) {
  {
    const std::lock_guard lock(mutex_);
    if (progress == progress_) {
      return;
    }
    progress_ = progress;
    to_train_ = std::move(to_train);
  }
  events_.publish("progress", progress);
}

std::shared_ptr<ModelView> ModelRegistry::find(const RequestBody& body) const {
  const auto count = [&] {
    const std::lock_guard lock(mutex_);
    return std::ssize(models_);
  }();
  return at(body.integer("model", {0, count - 1}, 0));
}

std::shared_ptr<ModelView> ModelRegistry::at(std::int64_t index) const {
  const std::lock_guard lock(mutex_);
  return models_[static_cast<std::size_t>(index)];
}

json ModelRegistry::compute(Endpoint endpoint, const RequestBody& body) {
  const auto model = find(body);
  const FairQueue::Ticket ticket(requests_, body.visitor());
  return (model.get()->*endpoint)(body);
}

ModelRegistry::Generation ModelRegistry::generation(const RequestBody& body) const {
  auto model = find(body)->text();
  GenerationRequest request = generation_request(body, *model);
  return {std::move(model), std::move(request)};
}

void ModelRegistry::generate(const Generation& generation,
                             const std::function<bool(const json&)>& send) {
  generate_text(*generation.model, generation.request, requests_, send);
}

json ModelRegistry::training_status(const RequestBody& body) const {
  const auto model = find(body);
  const auto& training = model->training_if_any();
  return training ? training->status() : json{{"state", "none"}};
}

json ModelRegistry::train(const RequestBody& body) {
  const std::string action = body.string("action", max_name_bytes);
  const auto model = find(body);
  if (action == "start") {
    start(model->index(), body.string("scenario", max_name_bytes));
  } else if (LiveTraining& training = model->training(); action == "pause") {
    training.pause();
  } else if (action == "resume") {
    training.resume();
  } else if (action == "step") {
    training.step_once();
  } else if (action == "save") {
    const FairQueue::Ticket ticket(training_steps_, body.visitor());
    return {{"saved", training.save().string()}};
  } else if (action == "set") {
    training.set(controls_of(body, training.controls()));
  } else {
    throw HttpError(400, "[action] expected start, pause, resume, step, set or save");
  }
  return training_status(body);
}

/// Stops the slot's current training first: in parallel, both would only be slower.
void ModelRegistry::start(std::int64_t index, const std::string& scenario) {
  const std::lock_guard one(starting_);
  Recipe recipe = find_scenario(data_, scenario);
  auto current = at(index);
  if (!current->is_training_slot()) {
    throw HttpError(400, "[model] expected a training slot, got a trained model");
  }
  if (const auto& training = current->training_if_any()) {
    training->stop();
  }
  auto started = std::make_shared<ModelView>(
      index, std::make_shared<LiveTraining>(scenario, std::move(recipe),
                                            Queues{requests_, training_steps_}));
  {
    const std::lock_guard lock(mutex_);
    models_[static_cast<std::size_t>(index)] = std::move(started);
  }
  current.reset();
  return_freed_memory();
}

json ModelRegistry::vote_status(const RequestBody& body) const {
  return find(body)->vote().status();
}

json ModelRegistry::cast_vote(const RequestBody& body) {
  const auto model = find(body);
  model->vote().cast(body.integer("round", {}, 0), body.visitor().id, body.boolean("real", false));
  return publish_vote(*model);
}

json ModelRegistry::start_vote(const RequestBody& body) {
  compute(&ModelView::start_vote, body);
  return publish_vote(*find(body));
}

json ModelRegistry::reveal_vote(const RequestBody& body) {
  const auto model = find(body);
  model->vote().reveal();
  return publish_vote(*model);
}

json ModelRegistry::publish_vote(ModelView& model) {
  json status = model.vote().status();
  json published = status;
  published["model"] = model.index();
  events_.publish("vote", published);
  return status;
}

}  // namespace akin::app
