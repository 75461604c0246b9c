#pragma once

#include <condition_variable>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

#include "http/turns.h"

namespace akin::app {

/// Threads that run jobs, which visitors get in turns (Turns). One more thread runs the
/// instructor's jobs alone, so that these never wait for a thread.
class WorkerPool {
 public:
  explicit WorkerPool(int threads);
  /// Waits for the jobs that run; those that wait are dropped.
  ~WorkerPool();
  WorkerPool(const WorkerPool&) = delete;
  WorkerPool& operator=(const WorkerPool&) = delete;

  /// `job` must not throw.
  void add(const Visitor& who, std::function<void()> job);

 private:
  void work(bool for_instructor_alone);

  std::mutex mutex_;
  std::condition_variable changed_;
  bool closed_ = false;
  Turns<std::function<void()>> turns_;
  std::vector<std::thread> threads_;
};

}  // namespace akin::app
