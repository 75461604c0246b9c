#include "http/fair_queue.h"

#include <chrono>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include <gtest/gtest.h>

#include "support/eventually.h"

namespace akin::app {
namespace {

/// Threads that wait for a queue, and the order in which they got it.
class Waiting {
 public:
  /// Returns when the thread waits.
  void add(const Visitor& who, const std::string& name) {
    const std::size_t before = queue_.waiting();
    threads_.emplace_back([this, who, name] {
      const FairQueue::Ticket ticket(queue_, who);
      served_.push_back(name);  // guarded by the ticket
    });
    ASSERT_TRUE(tests::eventually([&] { return queue_.waiting() == before + 1; }));
  }
  std::vector<std::string> served() {
    for (auto& thread : threads_) {
      thread.join();
    }
    return served_;
  }
  FairQueue& queue() { return queue_; }
  void note(const std::string& name) { served_.push_back(name); }

 private:
  FairQueue queue_;
  std::vector<std::string> served_;
  std::vector<std::thread> threads_;
};

TEST(FairQueue, ServesTheInstructorThenWhoHasHeldItLeast) {
  Waiting waiting;
  {
    const FairQueue::Ticket ticket(waiting.queue(), {"a"});  // a has used some time
    const auto begin = std::chrono::steady_clock::now();
    EXPECT_TRUE(tests::eventually([&] { return std::chrono::steady_clock::now() > begin; }));
  }
  std::optional<FairQueue::Ticket> ticket(std::in_place, waiting.queue());
  waiting.add({"a"}, "a1");
  waiting.add({"a"}, "a2");
  waiting.add({"b"}, "b1");
  waiting.add({.id = "instructor", .is_instructor = true}, "instructor");
  ticket.reset();
  const auto served = waiting.served();
  ASSERT_EQ(served.size(), 4);
  EXPECT_EQ(served[0], "instructor");
  EXPECT_EQ(served[1], "b1");
}

TEST(FairQueue, LongWorkLetsTheOthersGoFirst) {
  Waiting waiting;
  std::optional<FairQueue::Ticket> ticket(std::in_place, waiting.queue(),
                                          Visitor{.id = "instructor", .is_instructor = true});
  waiting.add({"a"}, "a1");
  waiting.add({"b"}, "b1");
  ticket->requeue([] {});
  waiting.note("rest of the work");
  ticket.reset();
  EXPECT_EQ(waiting.served(), (std::vector<std::string>{"a1", "b1", "rest of the work"}));
}

}  // namespace
}  // namespace akin::app
