#pragma once

#include <filesystem>
#include <optional>
#include <string_view>

namespace akin::kernels {

/// The CPUs that this process may use.
struct CpuLimits {
  int online = 1;               ///< of the machine
  int affinity = 1;             ///< that the scheduler may run us on (taskset, cpusets)
  std::optional<double> quota;  ///< CPUs' worth of time that the control group may use

  /// Threads worth starting: as many as CPUs are usable, a part of one counted as one.
  [[nodiscard]] int threads() const;
};

/// The limits at this moment.
CpuLimits cpu_limits();

/// cpu_limits().threads() at the first call: the default wherever a number of threads is chosen.
int available_threads();

/// The smallest quota of the control group of a process and the groups above it, in CPUs; nothing
/// where there is none. `membership`: content of /proc/self/cgroup; `mounted`: where the
/// hierarchies are mounted, /sys/fs/cgroup. Reads versions 1 (cpu.cfs_quota_us) and 2 (cpu.max).
std::optional<double> cgroup_cpu_quota(std::string_view membership,
                                       const std::filesystem::path& mounted);

}  // namespace akin::kernels
