#include "http/event_stream.h"

#include <chrono>
#include <utility>

namespace akin::app {

using nlohmann::json;
using Clock = std::chrono::steady_clock;

namespace {

/// A comment this often shows that both ends are still there, also to proxies between them.
constexpr auto heartbeat = std::chrono::seconds(10);

}  // namespace

struct EventStream::State {
  void publish(const std::string& name, const json& value) {
    std::function<void()> woken;
    {
      const std::lock_guard lock(mutex);
      values[name] = {++version, event({{name, value}})};
      woken = wake;
    }
    if (woken) {
      woken();
    }
  }

  void count(const std::string& visitor, int change) {
    std::size_t count = 0;
    {
      const std::lock_guard lock(mutex);
      auto& streams = visitors[visitor];
      streams += change;
      if (streams == 0) {
        visitors.erase(visitor);
      }
      count = visitors.size();
    }
    publish("visitors", count);
  }

  struct Value {
    std::int64_t version = 0;
    std::string event;
  };
  std::mutex mutex;
  std::int64_t version = 0;
  std::map<std::string, Value> values;
  std::map<std::string, int> visitors;  // number of streams
  std::function<void()> wake;
};

class EventStream::Subscriber : public HttpStream {
 public:
  Subscriber(std::shared_ptr<State> state, std::string visitor)
      : state_(std::move(state)), visitor_(std::move(visitor)) {
    state_->count(visitor_, 1);
  }
  ~Subscriber() override { state_->count(visitor_, -1); }
  Subscriber(const Subscriber&) = delete;
  Subscriber& operator=(const Subscriber&) = delete;

  std::string take() override {
    std::string events;
    const std::lock_guard lock(state_->mutex);
    for (const auto& [name, value] : state_->values) {
      if (value.version > seen_) {
        events += value.event;
      }
    }
    seen_ = state_->version;
    const auto now = Clock::now();
    if (events.empty() && now - last_ > heartbeat) {
      events = ":\n\n";
    }
    last_ = events.empty() ? last_ : now;
    return events;
  }
  [[nodiscard]] bool ended() const override { return false; }
  [[nodiscard]] std::size_t held() const override { return 0; }

 private:
  std::shared_ptr<State> state_;
  std::string visitor_;
  std::int64_t seen_ = 0;
  Clock::time_point last_ = Clock::now();
};

EventStream::EventStream() : state_(std::make_shared<State>()) {}

EventStream::~EventStream() = default;

void EventStream::publish(const std::string& name, const json& value) {
  state_->publish(name, value);
}

std::shared_ptr<HttpStream> EventStream::subscribe(const Visitor& visitor) {
  return std::make_shared<Subscriber>(state_, visitor.id);
}

void EventStream::on_publish(std::function<void()> wake) {
  const std::lock_guard lock(state_->mutex);
  state_->wake = std::move(wake);
}

}  // namespace akin::app
