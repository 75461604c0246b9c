#pragma once

#include <chrono>
#include <functional>
#include <map>
#include <mutex>
#include <string>

#include "http/turns.h"

namespace akin::app {

/// A lock with one holder at a time: the instructor first, then the visitor who has held it for the
/// shortest time, so that all get the same share of computing, however much one asks for. Models
/// compute for one request at a time, since in parallel they would only slow each other down.
class FairQueue {
 public:
  /// Holds the queue while it lives.
  class Ticket {
   public:
    /// By default for the server's own work, such as a training step.
    explicit Ticket(FairQueue& queue, Visitor who = {}) : queue_(queue), who_(std::move(who)) {
      queue_.acquire(who_, who_.is_instructor);
    }
    ~Ticket() { queue_.release(who_); }
    Ticket(const Ticket&) = delete;
    Ticket& operator=(const Ticket&) = delete;

    /// Lets the others go first, then waits for the next turn: for long work, such as a text, even
    /// the instructor's. `meanwhile` runs without the queue, for work that needs no model.
    void requeue(const std::function<void()>& meanwhile) {
      queue_.release(who_);
      meanwhile();
      queue_.acquire(who_, false);
    }

   private:
    FairQueue& queue_;
    Visitor who_;
  };

  /// How many wait for a turn.
  [[nodiscard]] std::size_t waiting() const;

 private:
  struct Waiting;

  using Clock = std::chrono::steady_clock;

  void acquire(const Visitor& who, bool first);
  void release(const Visitor& who);
  [[nodiscard]] double used(const std::string& id) const;

  mutable std::mutex mutex_;
  bool held_ = false;
  Clock::time_point since_;
  Turns<Waiting*> turns_;
  std::map<std::string, double> used_;  // seconds, by visitor
  double newcomer_ = 0;                 // least seconds that a visitor counts as having used
};

}  // namespace akin::app
