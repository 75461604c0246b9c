#pragma once

#include <condition_variable>
#include <cstdint>
#include <functional>
#include <mutex>

namespace akin::app {

/// Models compute for one visitor at a time, in the order in which they came: together they would
/// only slow each other down. So many may wait.
class Turns {
 public:
  explicit Turns(std::int64_t most_waiting) : most_waiting_(most_waiting) {}

  /// The right to compute, while it lives. Refusal (503) where too many wait already.
  class Turn {
   public:
    explicit Turn(Turns& turns) : turns_(turns) { turns_.begin(); }
    /// For what belongs to the house, such as a training: it waits however many do.
    Turn(Turns& turns, std::adopt_lock_t /*anyway*/) : turns_(turns) { turns_.begin_anyway(); }
    ~Turn() { turns_.end(); }
    Turn(const Turn&) = delete;
    Turn& operator=(const Turn&) = delete;

    /// Lets others in and waits behind them: for what takes long, such as a text.
    /// `meanwhile`: what needs no turn, as sending does.
    void again(const std::function<void()>& meanwhile) {
      turns_.end();
      meanwhile();
      turns_.begin_anyway();
    }

   private:
    Turns& turns_;
  };

 private:
  void begin();
  void begin_anyway();
  void end();

  std::int64_t most_waiting_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::int64_t next_ = 0;     // number of who comes next
  std::int64_t serving_ = 0;  // number of who computes
};

}  // namespace akin::app
