#include "serve/hall.h"

#include "serve/scenes.h"

namespace akin::app {

using nlohmann::json;

namespace {

constexpr std::int64_t most_turns_waiting = 64;
constexpr std::size_t longest_name = 64;  // bytes
constexpr std::int64_t longest_delay = 2000;

Controls controls_of(const Body& body, const Controls& now) {
  return {
      .lr = body.real("lr", {0, 100}, now.lr),
      .discriminator_steps = body.whole("discriminator_steps", {1, 20}, now.discriminator_steps),
      .delay = body.whole("delay", {0, longest_delay}, now.delay)};
}

}  // namespace

Hall::Hall(std::string data)
    : data_(std::move(data)), visitors_(most_turns_waiting), trainings_(most_turns_waiting) {}

Hall::~Hall() {
  for (const auto& exhibit : exhibits_) {
    if (const auto& training = exhibit->training_if_any()) {
      training->stop();
    }
  }
}

void Hall::add(const RunFolder& run) {
  exhibits_.push_back(std::make_shared<Exhibit>(std::ssize(exhibits_), run));
}

void Hall::add_training(const std::string& scene) {
  exhibits_.push_back(std::make_shared<Exhibit>(std::ssize(exhibits_), nullptr));
  if (!scene.empty()) {
    start(std::ssize(exhibits_) - 1, scene);
  }
}

json Hall::describe() const {
  const std::lock_guard lock(mutex_);
  json described = {{"exhibits", json::array()}, {"scenes", json::array()}};
  for (const auto& exhibit : exhibits_) {
    described["exhibits"].push_back(exhibit->describe());
  }
  for (const Scene& scene : scenes(data_)) {
    described["scenes"].push_back(scene.name);
  }
  return described;
}

std::shared_ptr<Exhibit> Hall::find(const Body& body) const {
  return at(body.whole("exhibit", {0, std::ssize(exhibits_) - 1}, 0));
}

std::shared_ptr<Exhibit> Hall::at(std::int64_t number) const {
  const std::lock_guard lock(mutex_);
  return exhibits_[static_cast<std::size_t>(number)];
}

json Hall::compute(Answer how, const Body& body) {
  const auto exhibit = find(body);
  const Turns::Turn turn(visitors_);
  return (exhibit.get()->*how)(body);
}

Hall::Writing Hall::writing(const Body& body) const {
  auto model = find(body)->text();
  WritingRequest request = writing_request(body, *model);
  return {std::move(model), std::move(request)};
}

void Hall::write(const Writing& writing, const std::function<bool(const json&)>& send) {
  write_text(*writing.model, writing.request, visitors_, send);
}

json Hall::training(const Body& body) const {
  const auto exhibit = find(body);
  const auto& training = exhibit->training_if_any();
  return training ? training->status() : json{{"state", "none"}};
}

json Hall::train(const Body& body) {
  const std::string action = body.text("action", longest_name);
  const auto exhibit = find(body);
  if (action == "start") {
    start(exhibit->number(), body.text("scene", longest_name));
  } else if (LiveTraining& training = exhibit->training(); action == "pause") {
    training.pause();
  } else if (action == "go") {
    training.go_on();
  } else if (action == "step") {
    training.one_step();
  } else if (action == "keep") {
    const Turns::Turn turn(trainings_);
    return {{"kept", training.keep().string()}};
  } else if (action == "set") {
    training.set(controls_of(body, training.controls()));
  } else {
    throw Refusal(400, "[action] expected start, pause, go, step, set or keep");
  }
  return this->training(body);
}

/// The old training ends before the new one begins: together they would only be slower.
void Hall::start(std::int64_t number, const std::string& scene) {
  const std::lock_guard one(starting_);
  Recipe recipe = find_scene(data_, scene);
  const auto old = at(number);
  if (!old->trains()) {
    throw Refusal(400, "[exhibit] expected a place for trainings, got a trained model");
  }
  if (const auto& training = old->training_if_any()) {
    training->stop();
  }
  auto fresh = std::make_shared<Exhibit>(
      number,
      std::make_shared<LiveTraining>(scene, std::move(recipe), Queues{visitors_, trainings_}));
  const std::lock_guard lock(mutex_);
  exhibits_[static_cast<std::size_t>(number)] = std::move(fresh);
}

json Hall::votes(const Body& body) const {
  return find(body)->ballot().status();
}

json Hall::cast(const Body& body) {
  const auto exhibit = find(body);
  exhibit->ballot().cast(body.whole("round", {}, 0), body.text("voter", longest_name),
                         body.flag("real", false));
  return exhibit->ballot().status();
}

json Hall::reveal(const Body& body) {
  const auto exhibit = find(body);
  exhibit->ballot().reveal();
  return exhibit->ballot().status();
}

}  // namespace akin::app
