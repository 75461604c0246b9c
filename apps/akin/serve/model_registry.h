#pragma once

#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "http/event_stream.h"
#include "serve/generation.h"
#include "serve/model_view.h"

namespace akin::app {

/// All models that the server shows, and the queues of the work on them. A request selects one by
/// its index in the field "model" (default 0). Thread-safe once the server runs.
class ModelRegistry {
 public:
  /// `data`: the data set on which image scenarios train.
  explicit ModelRegistry(std::string data);
  ~ModelRegistry();
  ModelRegistry(const ModelRegistry&) = delete;
  ModelRegistry& operator=(const ModelRegistry&) = delete;

  /// Errors: those of open_run().
  void add(const RunFolder& run);
  /// Loads the data of all models that have been added.
  void preload();
  /// Adds a training slot and starts this scenario in it; "": an empty slot.
  void add_training_slot(const std::string& scenario);

  /// {"models": [ModelView::describe(), ...], "scenarios": [name, ...]}
  [[nodiscard]] nlohmann::json describe() const;

  /// {"chapters": chapters(), "progress": as set_lesson() was told, null without a lesson}
  [[nodiscard]] nlohmann::json lesson() const;
  /// The progress of a lesson, which is published as "progress", and the roles of the models still
  /// to be trained.
  void set_lesson(const nlohmann::json& progress, std::vector<std::string> to_train);

  using Endpoint = nlohmann::json (ModelView::*)(const RequestBody&);
  /// Calls the endpoint of the selected model, in its turn.
  nlohmann::json compute(Endpoint endpoint, const RequestBody& body);

  /// A validated generation, so that errors precede the stream.
  struct Generation {
    std::shared_ptr<const TextGenerator> model;
    GenerationRequest request;
  };
  [[nodiscard]] Generation generation(const RequestBody& body) const;
  void generate(const Generation& generation,
                const std::function<bool(const nlohmann::json&)>& send);

  /// {} -> LiveTraining::status(); {"state": "none"}: nothing was started.
  [[nodiscard]] nlohmann::json training_status(const RequestBody& body) const;
  /// {"action": "start", "scenario"}, {"action": "pause" | "resume" | "step"} or {"action": "set",
  /// "lr_factor", "discriminator_steps", "delay_ms"} -> the status; {"action": "save"} ->
  /// {"saved": path of the run}.
  nlohmann::json train(const RequestBody& body);

  /// {} -> Vote::status()
  [[nodiscard]] nlohmann::json vote_status(const RequestBody& body) const;
  /// {"round", "real"} -> Vote::status()
  nlohmann::json cast_vote(const RequestBody& body);
  nlohmann::json start_vote(const RequestBody& body);
  nlohmann::json reveal_vote(const RequestBody& body);

  /// Every change of a vote is published as "vote": Vote::status() with the model's index.
  [[nodiscard]] EventStream& events() { return events_; }

 private:
  [[nodiscard]] std::shared_ptr<ModelView> find(const RequestBody& body) const;
  [[nodiscard]] std::shared_ptr<ModelView> at(std::int64_t index) const;
  void start(std::int64_t index, const std::string& scenario);
  nlohmann::json publish_vote(ModelView& model);

  std::string data_;
  Datasets datasets_;
  EventStream events_;
  FairQueue requests_;
  FairQueue training_steps_;
  std::mutex starting_;       // one training is started, or one run added, at a time
  mutable std::mutex mutex_;  // guards all below
  std::vector<std::shared_ptr<ModelView>> models_;
  nlohmann::json progress_;
  std::vector<std::string> to_train_;
};

}  // namespace akin::app
