#pragma once

#include <cstdint>
#include <mutex>
#include <string>

#include <nlohmann/json.hpp>

#include "http/event_stream.h"
#include "serve/request_body.h"

namespace akin::app {

/// What the instructor shows, which the class's pages follow. Thread-safe.
class Stage {
 public:
  /// Publishes every change, and the empty stage, as "stage".
  explicit Stage(EventStream& events);

  /// {"version", "chapter", "state"}; version 0: nothing was shown yet.
  [[nodiscard]] nlohmann::json status() const;
  /// {"chapter", "state"} -> status(); "state" is any object of at most 8 KiB.
  nlohmann::json set(const RequestBody& body);

 private:
  EventStream& events_;
  mutable std::mutex mutex_;
  std::int64_t version_ = 0;
  std::string chapter_;
  nlohmann::json state_ = nlohmann::json::object();
};

}  // namespace akin::app
