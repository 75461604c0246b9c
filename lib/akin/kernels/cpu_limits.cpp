#include "akin/kernels/cpu_limits.h"

#include <algorithm>
#include <cmath>
#include <fstream>
#include <iterator>
#include <sstream>
#include <string>
#include <thread>
#include <vector>

#if defined(__linux__)
#include <sched.h>
#endif

namespace akin::kernels {
namespace {

namespace fs = std::filesystem;

std::string content(const fs::path& path) {
  std::ifstream file(path);
  return {std::istreambuf_iterator<char>(file), {}};
}

int affinity_or(int online) {
#if defined(__linux__)
  // The kernel refuses a mask that is smaller than its own.
  for (std::size_t masks = 1; masks <= 64; masks *= 2) {
    std::vector<cpu_set_t> set(masks);
    const std::size_t bytes = masks * sizeof(cpu_set_t);
    if (sched_getaffinity(0, bytes, set.data()) == 0) {
      return std::max(1, static_cast<int>(CPU_COUNT_S(bytes, set.data())));
    }
  }
#endif
  return online;
}

/// quota / period; nothing for "max", -1 and what is no number.
std::optional<double> ratio(const std::string& quota_and_period) {
  std::istringstream numbers(quota_and_period);
  double quota = 0;
  double period = 0;
  return numbers >> quota >> period && quota > 0 && period > 0 ? std::optional(quota / period)
                                                               : std::nullopt;
}

/// Of one group alone.
std::optional<double> quota_in(const fs::path& folder) {
  const auto version_2 = ratio(content(folder / "cpu.max"));
  return version_2 ? version_2
                   : ratio(content(folder / "cpu.cfs_quota_us") + " " +
                           content(folder / "cpu.cfs_period_us"));
}

}  // namespace

std::optional<double> cgroup_cpu_quota(std::string_view membership, const fs::path& mounted) {
  std::optional<double> smallest;
  std::istringstream lines{std::string(membership)};
  // ID:CONTROLLERS:PATH. Version 2 has no controllers in its line, version 1 mounts its hierarchy
  // by their names.
  for (std::string line; std::getline(lines, line);) {
    const auto first = line.find(':');
    const auto second = first == std::string::npos ? first : line.find(':', first + 1);
    if (second == std::string::npos) {
      continue;
    }
    const fs::path root = mounted / line.substr(first + 1, second - first - 1);
    // In a container the path may be that of the host, which is not mounted; its groups are skipped
    // and the container's own is the root.
    for (fs::path group = fs::path(line.substr(second + 1)).relative_path();;
         group = group.parent_path()) {
      if (const auto quota = quota_in(root / group)) {
        smallest = std::min(*quota, smallest.value_or(*quota));
      }
      if (group.empty()) {
        break;
      }
    }
  }
  return smallest;
}

int CpuLimits::threads() const {
  const double least = std::min<double>(affinity, quota.value_or(affinity));
  return std::max(1, static_cast<int>(std::ceil(least)));
}

CpuLimits cpu_limits() {
  CpuLimits limits;
  limits.online = std::max(1, static_cast<int>(std::thread::hardware_concurrency()));
  limits.affinity = affinity_or(limits.online);
  limits.quota = cgroup_cpu_quota(content("/proc/self/cgroup"), "/sys/fs/cgroup");
  return limits;
}

int available_threads() {
  static const int threads = cpu_limits().threads();
  return threads;
}

}  // namespace akin::kernels
