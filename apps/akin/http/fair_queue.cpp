#include "http/fair_queue.h"

#include <condition_variable>

namespace akin::app {

struct FairQueue::Waiting {
  std::condition_variable changed;
  bool served = false;
};

std::size_t FairQueue::waiting() const {
  const std::lock_guard lock(mutex_);
  return turns_.size();
}

void FairQueue::acquire(const Visitor& who, bool first) {
  std::unique_lock lock(mutex_);
  if (!held_) {
    held_ = true;
    return;
  }
  Waiting mine;
  if (first) {
    turns_.add(who, &mine);
  } else {
    turns_.add_last(who, &mine);
  }
  mine.changed.wait(lock, [&] { return mine.served; });
}

void FairQueue::release() {
  const std::lock_guard lock(mutex_);
  if (turns_.empty()) {
    held_ = false;
    return;
  }
  Waiting& next = *turns_.next();
  next.served = true;
  next.changed.notify_one();  // while locked: afterwards it may be gone
}

}  // namespace akin::app
