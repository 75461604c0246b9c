#include "akin/kernels/parallel.h"

#include <algorithm>
#include <atomic>
#include <future>
#include <vector>

#include "akin/kernels/cpu_limits.h"

namespace akin::kernels {

void parallel_for(std::int64_t count, int threads, const std::function<void(std::int64_t)>& work) {
  std::atomic<std::int64_t> next = 0;
  const auto run = [&] {
    try {
      for (std::int64_t i = next++; i < count; i = next++) {
        work(i);
      }
    } catch (...) {
      next = count;  // stops the other threads
      throw;
    }
  };
  std::vector<std::future<void>> workers;
  for (std::int64_t i = std::min<std::int64_t>(threads > 0 ? threads : available_threads(), count);
       i > 1; --i) {
    workers.push_back(std::async(std::launch::async, run));
  }
  run();
  for (auto& worker : workers) {
    worker.get();
  }
}

}  // namespace akin::kernels
