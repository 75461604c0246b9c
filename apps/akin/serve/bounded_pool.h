#pragma once

#include <condition_variable>
#include <deque>
#include <mutex>
#include <thread>
#include <vector>

#include "serve/http.h"

namespace akin::app {

/// Threads that answer connections. A stream holds one for as long as it lasts, so there are many;
/// connections for which there is no room are answered at once by a thread of their own, which
/// refuses() tells from others.
class BoundedPool : public httplib::TaskQueue {
 public:
  BoundedPool(int threads, std::size_t most_waiting);

  void enqueue(std::function<void()> work) override;
  void shutdown() override;

  /// Whether this thread is the one that turns visitors away.
  static bool refuses();

 private:
  struct Line {
    std::deque<std::function<void()>> waiting;
    std::condition_variable changed;
  };
  void answer(Line& line);
  /// False where the line is full.
  bool add(Line& line, std::function<void()>& work);

  std::size_t most_waiting_;
  std::mutex mutex_;
  bool closed_ = false;
  Line visitors_;
  Line refused_;
  std::vector<std::thread> threads_;
};

}  // namespace akin::app
