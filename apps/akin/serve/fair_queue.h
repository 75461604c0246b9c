#pragma once

#include <condition_variable>
#include <cstdint>
#include <functional>
#include <mutex>

namespace akin::app {

/// A ticket lock: one holder at a time, served first come, first served, with a bound on how many
/// may wait. Models compute for one request at a time, since in parallel they would only slow each
/// other down.
class FairQueue {
 public:
  explicit FairQueue(std::int64_t max_waiting) : max_waiting_(max_waiting) {}

  /// Selects the constructor of a Ticket that ignores the bound.
  struct Unbounded {};
  static constexpr Unbounded unbounded{};

  /// Holds the queue while it lives.
  class Ticket {
   public:
    /// HttpError (503): too many are waiting.
    explicit Ticket(FairQueue& queue) : queue_(queue) { queue_.acquire(); }
    /// For the server's own work, such as a training step: always admitted.
    Ticket(FairQueue& queue, Unbounded /*tag*/) : queue_(queue) { queue_.acquire_unbounded(); }
    ~Ticket() { queue_.release(); }
    Ticket(const Ticket&) = delete;
    Ticket& operator=(const Ticket&) = delete;

    /// Lets the others go first, then waits at the end of the queue: for long work, such as a text.
    /// `meanwhile` runs without the queue, for work that needs no model, such as sending.
    void requeue(const std::function<void()>& meanwhile) {
      queue_.release();
      meanwhile();
      queue_.acquire_unbounded();
    }

   private:
    FairQueue& queue_;
  };

 private:
  void acquire();
  void acquire_unbounded();
  void release();

  std::int64_t max_waiting_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::int64_t next_ = 0;     // the next ticket's number
  std::int64_t serving_ = 0;  // the holder's number
};

}  // namespace akin::app
