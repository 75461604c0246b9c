#pragma once

#include <condition_variable>
#include <filesystem>
#include <memory>
#include <mutex>
#include <string>
#include <thread>

#include <nlohmann/json.hpp>

#include "akin/experiment/dataset.h"
#include "akin/experiment/splits.h"
#include "akin/training/fit.h"

#include "serve/curves.h"
#include "serve/turns.h"

namespace akin::app {

/// What a person changes while a training runs.
struct Controls {
  double lr = 1;  ///< times the recipe's learning rate
  std::int64_t discriminator_steps = 1;
  std::int64_t delay = 0;  ///< milliseconds between two steps
};

/// Who waits for whom: a step of one training for that of another, but no visitor for either.
struct Queues {
  Turns& visitors;
  Turns& trainings;
};

/// A training that people watch: fit() in a thread of its own, which takes a turn for each step.
/// What is shown comes from copies of the weights, so that looking changes nothing: with the
/// controls left alone it is, bit for bit, the training that `akin train` does.
class LiveTraining {
 public:
  /// Starts at once. Errors: those of loading the data and of making the model.
  LiveTraining(std::string scene, Recipe recipe, Queues queues);
  ~LiveTraining() { stop(); }
  LiveTraining(const LiveTraining&) = delete;
  LiveTraining& operator=(const LiveTraining&) = delete;

  /// Ends it and waits for its thread; not to be called by who holds a turn.
  void stop();
  void pause() { allow(0); }
  void go_on() { allow(unlimited); }
  void one_step() { allow(1); }
  void set(const Controls& controls);
  [[nodiscard]] Controls controls() const;

  /// Writes it as a run that the other commands take and that can be gone on with, and says where:
  /// below runs/. For who holds a turn of trainings.
  [[nodiscard]] std::filesystem::path keep() const;

  [[nodiscard]] const Recipe& recipe() const { return recipe_; }
  [[nodiscard]] const std::shared_ptr<const Dataset>& data() const { return data_; }
  /// A copy that is renewed a few times a second, by who holds a turn of visitors.
  [[nodiscard]] const std::shared_ptr<GenerativeModel>& model() const { return copy_; }

  /// {"scene", "state", "step", "curves", "controls"} and what the copy makes of the same random
  /// numbers each time: "images" (and "classes", the class of the training image nearest to each of
  /// them, counted, beside "real_classes" of the data) or "text".
  [[nodiscard]] nlohmann::json status() const;
  [[nodiscard]] const std::string& scene() const { return scene_; }

 private:
  class Tuned;
  static constexpr std::int64_t unlimited = -1;

  void train();
  Next after(const Progress& progress, Turns::Turn& turn);
  void publish();
  /// Runs `look` at a fresh copy of the weights, in a turn of visitors.
  auto with_copy(const auto& look);
  void show_text(const TextModel& text);
  void show_images();
  void wait();
  void allow(std::int64_t steps);
  [[nodiscard]] const char* state() const;

  std::string scene_;
  Recipe recipe_;
  Queues queues_;
  std::shared_ptr<const Dataset> data_;
  ModelAndTraining learner_;
  Splits splits_;
  std::shared_ptr<GenerativeModel> copy_;
  data::Images some_;  // of the training images, to tell classes by
  std::chrono::steady_clock::time_point next_look_;

  mutable std::mutex mutex_;  // over all below
  std::condition_variable changed_;
  Controls controls_;
  bool steered_ = false;              // whether the controls were ever touched
  std::int64_t allowed_ = unlimited;  // steps before it pauses
  bool waiting_ = false;              // for a step to be allowed
  bool stopped_ = false;
  bool ended_ = false;
  std::string failure_;
  std::int64_t step_ = 0;
  Curves curves_;
  nlohmann::json shown_ = nlohmann::json::object();
  std::thread thread_;
};

}  // namespace akin::app
