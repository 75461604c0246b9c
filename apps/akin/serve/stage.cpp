#include "serve/stage.h"

namespace akin::app {

using nlohmann::json;

namespace {

constexpr std::size_t max_chapter_bytes = 64;
constexpr std::size_t max_state_bytes = 8 << 10U;

}  // namespace

Stage::Stage(EventStream& events) : events_(events) {
  events_.publish("stage", status());
}

json Stage::status() const {
  const std::lock_guard lock(mutex_);
  return {{"version", version_}, {"chapter", chapter_}, {"state", state_}};
}

json Stage::set(const RequestBody& body) {
  const std::string chapter = body.string("chapter", max_chapter_bytes);
  json state = body.object("state", max_state_bytes);
  const std::lock_guard lock(mutex_);
  chapter_ = chapter;
  state_ = std::move(state);
  ++version_;
  const json changed = {{"version", version_}, {"chapter", chapter_}, {"state", state_}};
  events_.publish("stage", changed);  // while locked: the last one published is the newest
  return changed;
}

}  // namespace akin::app
