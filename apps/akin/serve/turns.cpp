#include "serve/turns.h"

#include "serve/body.h"

namespace akin::app {

void Turns::begin() {
  {
    const std::lock_guard lock(mutex_);
    if (next_ - serving_ > most_waiting_) {
      throw Refusal(503, "[server] expected fewer visitors at once; try again in a second");
    }
  }
  begin_anyway();
}

void Turns::begin_anyway() {
  std::unique_lock lock(mutex_);
  const std::int64_t mine = next_++;
  changed_.wait(lock, [&] { return serving_ == mine; });
}

void Turns::end() {
  {
    const std::lock_guard lock(mutex_);
    ++serving_;
  }
  changed_.notify_all();
}

}  // namespace akin::app
