#include "serve/bounded_pool.h"

#include <utility>

namespace akin::app {
namespace {

thread_local bool refusing = false;

}  // namespace

BoundedPool::BoundedPool(int threads, std::size_t most_waiting) : most_waiting_(most_waiting) {
  for (int i = 0; i < threads; ++i) {
    threads_.emplace_back([this] { answer(visitors_); });
  }
  threads_.emplace_back([this] {
    refusing = true;
    answer(refused_);
  });
}

bool BoundedPool::refuses() {
  return refusing;
}

void BoundedPool::enqueue(std::function<void()> work) {
  if (!add(visitors_, work) && !add(refused_, work)) {
    work();  // on the thread that takes connections in: none comes in until this one is turned away
  }
}

bool BoundedPool::add(Line& line, std::function<void()>& work) {
  {
    const std::lock_guard lock(mutex_);
    if (line.waiting.size() >= most_waiting_) {
      return false;
    }
    line.waiting.push_back(std::move(work));
  }
  line.changed.notify_one();
  return true;
}

void BoundedPool::answer(Line& line) {
  std::unique_lock lock(mutex_);
  for (;;) {
    line.changed.wait(lock, [&] { return closed_ || !line.waiting.empty(); });
    if (line.waiting.empty()) {
      return;
    }
    const auto work = std::move(line.waiting.front());
    line.waiting.pop_front();
    lock.unlock();
    work();
    lock.lock();
  }
}

void BoundedPool::shutdown() {
  {
    const std::lock_guard lock(mutex_);
    closed_ = true;
  }
  visitors_.changed.notify_all();
  refused_.changed.notify_all();
  for (auto& thread : threads_) {
    thread.join();
  }
}

}  // namespace akin::app
