#include "akin/kernels/cpu_limits.h"

#include <fstream>

#include <gtest/gtest.h>

#include "support/temporary_folder.h"

#if defined(__linux__)
#include "support/one_cpu.h"
#endif

namespace akin::kernels {
namespace {

namespace fs = std::filesystem;

class Hierarchy : public tests::TemporaryFolder {
 public:
  Hierarchy& file(const std::string& name, const std::string& content) {
    fs::create_directories((path() / name).parent_path());
    std::ofstream(path() / name) << content;
    return *this;
  }
};

TEST(CgroupCpuQuota, OfVersion2IsTheSmallestUpToTheRoot) {
  Hierarchy groups;
  groups.file("cpu.max", "max 100000\n").file("a/cpu.max", "150000 100000\n");
  groups.file("a/b/cpu.max", "max 100000\n").file("a/c/cpu.max", "50000 100000\n");
  EXPECT_EQ(cgroup_cpu_quota("0::/\n", groups.path()), std::nullopt);
  EXPECT_EQ(cgroup_cpu_quota("0::/a/b\n", groups.path()), 1.5);
  EXPECT_EQ(cgroup_cpu_quota("0::/a/c\n", groups.path()), 0.5);
}

TEST(CgroupCpuQuota, OfVersion1IsInTheHierarchyOfItsController) {
  Hierarchy groups;
  groups.file("cpu,cpuacct/job/cpu.cfs_quota_us", "300000\n")
      .file("cpu,cpuacct/job/cpu.cfs_period_us", "100000\n")
      .file("cpu,cpuacct/cpu.cfs_quota_us", "-1\n")
      .file("cpu,cpuacct/cpu.cfs_period_us", "100000\n");
  const std::string others = "12:memory:/job\n1:name=systemd:/job\n";
  EXPECT_EQ(cgroup_cpu_quota(others + "4:cpu,cpuacct:/job\n", groups.path()), 3);
  EXPECT_EQ(cgroup_cpu_quota(others + "4:cpu,cpuacct:/\n", groups.path()), std::nullopt);
  EXPECT_EQ(cgroup_cpu_quota(others, groups.path()), std::nullopt);
}

TEST(CgroupCpuQuota, OfAContainerIsAtItsRootWhereItsPathIsThatOfTheHost) {
  Hierarchy groups;
  groups.file("cpu.max", "200000 100000\n");
  EXPECT_EQ(cgroup_cpu_quota("0::/docker/0123456789ab\n", groups.path()), 2);
}

TEST(CgroupCpuQuota, IsNoneWhereFilesSayNothing) {
  Hierarchy groups;
  groups.file("cpu.max", "none at all\n").file("a/cpu.max", "100000 0\n").file("b/cpu.max", "");
  for (const char* membership : {"", "nonsense", "0::", "0::/a\n", "0::/b\n"}) {
    EXPECT_EQ(cgroup_cpu_quota(membership, groups.path()), std::nullopt) << membership;
  }
}

TEST(CpuLimits, CountAPartOfACpuAsOneThread) {
  EXPECT_EQ((CpuLimits{.online = 8, .affinity = 8}).threads(), 8);
  EXPECT_EQ((CpuLimits{.online = 8, .affinity = 3}).threads(), 3);
  EXPECT_EQ((CpuLimits{.online = 8, .affinity = 3, .quota = 1.5}).threads(), 2);
  EXPECT_EQ((CpuLimits{.online = 8, .affinity = 3, .quota = 5}).threads(), 3);
  EXPECT_EQ((CpuLimits{.online = 8, .affinity = 8, .quota = 0.1}).threads(), 1);
}

#if defined(__linux__)
TEST(CpuLimits, FollowTheAffinityMask) {
  int before = 0;
  {
    const tests::OneCpu restricted;
    before = restricted.cpus_before();
    EXPECT_EQ(cpu_limits().affinity, 1);
    EXPECT_EQ(cpu_limits().threads(), 1);
  }
  EXPECT_EQ(cpu_limits().affinity, before);
}
#endif

}  // namespace
}  // namespace akin::kernels
