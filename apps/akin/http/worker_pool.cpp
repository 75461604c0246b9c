#include "http/worker_pool.h"

#include <utility>

namespace akin::app {

WorkerPool::WorkerPool(int threads, int per_visitor) : per_visitor_(per_visitor) {
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
    turns_.add(who, {who.id, std::move(job)});
  }
  changed_.notify_all();  // one alone might wake the instructor's thread for another's job
}

std::optional<WorkerPool::Job> WorkerPool::next(bool for_instructor_alone) {
  if (for_instructor_alone && !turns_.instructor_waits()) {
    return std::nullopt;
  }
  return turns_.next([this](const std::string& id) {
    const auto running = running_.find(id);
    return running == running_.end() || running->second < per_visitor_;
  });
}

void WorkerPool::work(bool for_instructor_alone) {
  std::unique_lock lock(mutex_);
  for (;;) {
    std::optional<Job> job;
    changed_.wait(lock, [&] { return closed_ || (job = next(for_instructor_alone)).has_value(); });
    if (closed_) {
      return;
    }
    ++running_[job->visitor];
    lock.unlock();
    job->run();
    lock.lock();
    if (--running_[job->visitor] == 0) {
      running_.erase(job->visitor);
    }
  }
}

}  // namespace akin::app
