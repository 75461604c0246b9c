#include "serve/fair_queue.h"

#include "serve/request_body.h"

namespace akin::app {

void FairQueue::acquire() {
  {
    const std::lock_guard lock(mutex_);
    if (next_ - serving_ > max_waiting_) {
      throw HttpError(503, busy);
    }
  }
  acquire_unbounded();
}

void FairQueue::acquire_unbounded() {
  std::unique_lock lock(mutex_);
  const std::int64_t mine = next_++;
  changed_.wait(lock, [&] { return serving_ == mine; });
}

void FairQueue::release() {
  {
    const std::lock_guard lock(mutex_);
    ++serving_;
  }
  changed_.notify_all();
}

}  // namespace akin::app
