#pragma once

#include <condition_variable>
#include <filesystem>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include <nlohmann/json.hpp>

#include "akin/experiment/dataset.h"
#include "akin/experiment/splits.h"
#include "akin/training/fit.h"

#include "http/fair_queue.h"

namespace akin::app {

/// What the instructor can change while a training runs.
struct Controls {
  double lr_factor = 1;  ///< multiplies the recipe's learning rate
  std::int64_t discriminator_steps = 1;
  std::int64_t delay_ms = 0;  ///< pause after each step
};

/// Training steps wait for each other but never delay a request, and vice versa.
struct Queues {
  FairQueue& requests;
  FairQueue& training_steps;
};

/// The values of each step metric over the training. At 300 points every second one is dropped, so
/// the size stays bounded however long the training runs.
class Curves {
 public:
  void add(std::int64_t step, const StepMetrics& metrics);
  /// {"steps": [...], "loss": [...], ...}
  [[nodiscard]] nlohmann::json describe() const;

 private:
  std::int64_t stride_ = 1;
  std::vector<std::int64_t> steps_;
  std::vector<std::pair<std::string, std::vector<double>>> values_;  // by metric
};

/// A training that the page shows live: fit() in a thread of its own, which holds a ticket during
/// each step. The page reads copies of the weights, so observing changes nothing: unless the
/// controls are touched, the result equals that of `akin train`, bit for bit.
class LiveTraining {
 public:
  /// Starts at once. Errors: those of loading the data and constructing the model.
  LiveTraining(std::string scenario, Recipe recipe, Queues queues);
  ~LiveTraining() { stop(); }
  LiveTraining(const LiveTraining&) = delete;
  LiveTraining& operator=(const LiveTraining&) = delete;

  /// Stops and joins the thread. The caller must not hold a ticket.
  void stop();
  void pause() { allow(0); }
  void resume() { allow(unlimited); }
  void step_once() { allow(1); }
  void set(const Controls& controls);
  [[nodiscard]] Controls controls() const;

  /// Saves a run below runs/, which can be resumed like any other, and returns its path. The caller
  /// holds a ticket for training steps.
  [[nodiscard]] std::filesystem::path save() const;

  [[nodiscard]] const Recipe& recipe() const { return recipe_; }
  [[nodiscard]] const std::shared_ptr<const Dataset>& data() const { return data_; }
  /// A snapshot, updated a few times a second in a request's turn.
  [[nodiscard]] const std::shared_ptr<GenerativeModel>& model() const { return snapshot_; }

  /// {"scenario", "state", "step", "curves", "controls", "error"} and samples of the snapshot from
  /// fixed random numbers: "text", or "images" with "class_counts" (by the class of each one's
  /// nearest training image) beside the data's "train_class_counts". State: "running", "paused",
  /// "finished" or "failed".
  [[nodiscard]] nlohmann::json status() const;
  [[nodiscard]] std::int64_t step() const;
  [[nodiscard]] const std::string& scenario() const { return scenario_; }

 private:
  class Controlled;
  static constexpr std::int64_t unlimited = -1;

  void train();
  Next after_step(const Progress& progress, FairQueue::Ticket& ticket);
  void publish();
  /// Updates the snapshot and returns use(), both in a request's turn.
  auto with_snapshot(const auto& use);
  void publish_text(const TextGenerator& text);
  void publish_images();
  void wait();
  void allow(std::int64_t steps);
  [[nodiscard]] const char* state() const;

  std::string scenario_;
  Recipe recipe_;
  Queues queues_;
  std::shared_ptr<const Dataset> data_;
  ModelAndTraining trainee_;
  Splits splits_;
  std::shared_ptr<GenerativeModel> snapshot_;
  data::Images labelled_;  // training images that classify samples
  std::chrono::steady_clock::time_point next_publish_;

  mutable std::mutex mutex_;  // guards all below
  std::condition_variable changed_;
  Controls controls_;
  bool controls_changed_ = false;
  std::int64_t steps_allowed_ = unlimited;  // before it pauses
  bool paused_ = false;
  bool stop_requested_ = false;
  bool finished_ = false;
  std::string error_;
  std::int64_t step_ = 0;
  Curves curves_;
  nlohmann::json samples_ = nlohmann::json::object();
  std::thread thread_;
};

}  // namespace akin::app
