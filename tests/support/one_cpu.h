#pragma once

#include <sched.h>

#include "akin/base/require.h"

namespace akin::tests {

/// Restricts this thread, and the processes that it starts, to one of its CPUs while it lives.
class OneCpu {
 public:
  OneCpu() {
    require(sched_getaffinity(0, sizeof(before_), &before_) == 0,
            "[tests] expected an affinity mask");
    cpu_set_t one;
    CPU_ZERO(&one);
    for (std::size_t cpu = 0; CPU_COUNT(&one) == 0; ++cpu) {
      if (CPU_ISSET(cpu, &before_)) {
        CPU_SET(cpu, &one);
      }
    }
    require(sched_setaffinity(0, sizeof(one), &one) == 0,
            "[tests] expected to set the affinity mask");
  }
  ~OneCpu() { sched_setaffinity(0, sizeof(before_), &before_); }
  OneCpu(const OneCpu&) = delete;
  OneCpu& operator=(const OneCpu&) = delete;

  /// The CPUs of the mask before.
  [[nodiscard]] int cpus_before() const { return CPU_COUNT(&before_); }

 private:
  cpu_set_t before_{};
};

}  // namespace akin::tests
