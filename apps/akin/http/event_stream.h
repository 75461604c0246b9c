#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>

#include <nlohmann/json.hpp>

#include "http/http.h"

namespace akin::app {

/// What every visitor's page is told as it happens: {name: value} for each published value. A new
/// subscriber gets the last value of each name; a slow one the newest alone, so that nothing piles
/// up. Thread-safe.
class EventStream {
 public:
  EventStream();
  ~EventStream();
  EventStream(const EventStream&) = delete;
  EventStream& operator=(const EventStream&) = delete;

  void publish(const std::string& name, const nlohmann::json& value);

  /// Counts as a visitor, who is published as "visitors", for as long as the stream lives.
  std::shared_ptr<HttpStream> subscribe(const Visitor& visitor);

  /// Called after each publish(); set before there are subscribers.
  void on_publish(std::function<void()> wake);

 private:
  class Subscriber;
  struct State;

  std::shared_ptr<State> state_;  // subscribers may outlive the server
};

}  // namespace akin::app
