#include "http/worker_pool.h"

#include <utility>

namespace akin::app {

WorkerPool::WorkerPool(int threads) {
  threads_.emplace_back([this] { work(true); });
  for (int i = 0; i < threads; ++i) {
    threads_.emplace_back([this] { work(false); });
  }
}

WorkerPool::~WorkerPool() {
  {
    const std::lock_guard lock(mutex_);
    closed_ = true;
  }
  changed_.notify_all();
  for (auto& thread : threads_) {
    thread.join();
  }
}

void WorkerPool::add(const Visitor& who, std::function<void()> job) {
  {
    const std::lock_guard lock(mutex_);
    turns_.add(who, std::move(job));
  }
  changed_.notify_all();  // one alone might wake the instructor's thread for another's job
}

void WorkerPool::work(bool for_instructor_alone) {
  std::unique_lock lock(mutex_);
  for (;;) {
    changed_.wait(lock, [&] {
      return closed_ || (for_instructor_alone ? turns_.instructor_waits() : !turns_.empty());
    });
    if (closed_) {
      return;
    }
    const std::function<void()> job = turns_.next();
    lock.unlock();
    job();
    lock.lock();
  }
}

}  // namespace akin::app
