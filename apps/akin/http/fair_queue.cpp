#include "http/fair_queue.h"

#include <algorithm>
#include <condition_variable>

namespace akin::app {

struct FairQueue::Waiting {
  std::condition_variable changed;
  bool served = false;
};

std::size_t FairQueue::waiting() const {
  const std::lock_guard lock(mutex_);
  return turns_.size();
}

void FairQueue::acquire(const Visitor& who, bool first) {
  std::unique_lock lock(mutex_);
  if (held_) {
    Waiting mine;
    if (first) {
      turns_.add(who, &mine);
    } else {
      turns_.add_last(who, &mine);
    }
    mine.changed.wait(lock, [&] { return mine.served; });
  }
  held_ = true;
  since_ = Clock::now();
}

double FairQueue::used(const std::string& id) const {
  const auto found = used_.find(id);
  return found == used_.end() ? newcomer_ : std::max(newcomer_, found->second);
}

void FairQueue::release(const Visitor& who) {
  const std::lock_guard lock(mutex_);
  const double before = used(who.id);
  used_[who.id] = before + std::chrono::duration<double>(Clock::now() - since_).count();
  if (!who.is_instructor) {  // served in the order of time used: those to come have used no less
    newcomer_ = before;
  }
  std::erase_if(used_, [this](const auto& item) { return item.second <= newcomer_; });
  const auto next = turns_.next_by([this](const std::string& id) { return used(id); });
  held_ = next.has_value();
  if (next) {
    (*next)->served = true;
    (*next)->changed.notify_one();  // while locked: afterwards it may be gone
  }
}

}  // namespace akin::app
