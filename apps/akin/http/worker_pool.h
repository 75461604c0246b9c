#pragma once

#include <condition_variable>
#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "http/turns.h"

namespace akin::app {

/// Threads that run jobs, which visitors get in turns (Turns), each at most so many at once. One
/// more thread runs the instructor's jobs alone, so that these never wait for a thread.
class WorkerPool {
 public:
  WorkerPool(int threads, int per_visitor);
  /// Waits for the jobs that run; those that wait are dropped.
  ~WorkerPool();
  WorkerPool(const WorkerPool&) = delete;
  WorkerPool& operator=(const WorkerPool&) = delete;

  /// `job` must not throw.
  void add(const Visitor& who, std::function<void()> job);

 private:
  struct Job {
    std::string visitor;
    std::function<void()> run;
  };

  void work(bool for_instructor_alone);
  std::optional<Job> next(bool for_instructor_alone);

  int per_visitor_;
  std::mutex mutex_;
  std::condition_variable changed_;
  bool closed_ = false;
  Turns<Job> turns_;
  std::map<std::string, int> running_;  // jobs of each visitor
  std::vector<std::thread> threads_;
};

}  // namespace akin::app
