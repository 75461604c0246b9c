#pragma once

#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "serve/exhibit.h"
#include "serve/writing.h"

namespace akin::app {

/// All exhibits, and the turns in which they are used. A request names one by its number,
/// "exhibit".
class Hall {
 public:
  /// `data`: what scenes of images learn from.
  explicit Hall(std::string data);
  ~Hall();
  Hall(const Hall&) = delete;
  Hall& operator=(const Hall&) = delete;

  void add(const RunFolder& run);
  /// A place for trainings, with one of these scenes (none: "") under way.
  void add_training(const std::string& scene);

  [[nodiscard]] nlohmann::json describe() const;

  using Answer = nlohmann::json (Exhibit::*)(const Body&);
  /// In a turn.
  nlohmann::json compute(Answer how, const Body& body);

  struct Writing {
    std::shared_ptr<const TextModel> model;
    WritingRequest request;
  };
  [[nodiscard]] Writing writing(const Body& body) const;
  void write(const Writing& writing, const std::function<bool(const nlohmann::json&)>& send);

  /// {} -> the state of its training.
  [[nodiscard]] nlohmann::json training(const Body& body) const;
  /// {"action": "start", "scene"}, or "pause", "go", "step", or "set" with "lr",
  /// "discriminator_steps", "delay" -> its state. "keep" -> {"kept"}, the path of a run.
  nlohmann::json train(const Body& body);

  /// {} -> its vote's state.
  [[nodiscard]] nlohmann::json votes(const Body& body) const;
  /// {"round", "voter", "real"}
  nlohmann::json cast(const Body& body);
  nlohmann::json reveal(const Body& body);

 private:
  [[nodiscard]] std::shared_ptr<Exhibit> find(const Body& body) const;
  [[nodiscard]] std::shared_ptr<Exhibit> at(std::int64_t number) const;
  void start(std::int64_t number, const std::string& scene);

  std::string data_;
  Turns visitors_;
  Turns trainings_;
  std::mutex starting_;       // one training is started at a time
  mutable std::mutex mutex_;  // over exhibits_
  std::vector<std::shared_ptr<Exhibit>> exhibits_;
};

}  // namespace akin::app
