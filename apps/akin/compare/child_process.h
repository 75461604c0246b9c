#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace akin::app {

/// How a process ended.
struct ChildEnd {
  int status = 0;  ///< as a shell says it: 128 + the signal where one ended it
  std::int64_t peak_memory_bytes = 0;
};

/// Runs this program once more, with other arguments, until it ends; its standard output is thrown
/// away, its standard error is ours. A process of its own has a peak of memory of its own. A
/// request to stop is passed on, and the process is killed if it has not saved and ended within
/// seconds; it never outlives this one. Error: it cannot be started.
ChildEnd run_akin(const std::vector<std::string>& arguments);

}  // namespace akin::app
