#include "doctor/findings.h"

#include <gmock/gmock.h>
#include <unistd.h>

#include "support/temporary_folder.h"

namespace akin::app {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;

const std::string line = "7f00-7f01 r-xp 00000000 fe:00 42   ";

TEST(FindBlas, KnowsTheLibraryByItsPath) {
  const auto library = [](const std::string& path, bool mkl = false) {
    return find_blas(line + "/usr/lib/libc.so.6\n" + line + path + "\n", mkl).library;
  };
  EXPECT_EQ(library("/usr/lib/x86_64-linux-gnu/blas/libblas.so.3.11.0"), "reference BLAS");
  EXPECT_EQ(library("/usr/lib/x86_64-linux-gnu/openblas-openmp/libblas.so.3"), "unknown")
      << "only its door";
  EXPECT_EQ(library("/usr/lib/x86_64-linux-gnu/openblas-openmp/libopenblasp-r0.3.21.so"),
            "OpenBLAS");
  EXPECT_EQ(library("/opt/intel/libmkl_rt.so.2"), "MKL");
  EXPECT_EQ(library("/venv/torch/lib/libtorch_cpu.so", true), "MKL") << "within LibTorch";
  EXPECT_EQ(find_blas(line + "/opt/libopenblas.so.0\n", false).path, "/opt/libopenblas.so.0");
}

TEST(DescribeBlas, MustFixWhatIsSlow) {
  const Finding reference = describe_blas({.library = "reference BLAS", .path = "/a", .core = ""});
  EXPECT_EQ(reference.health, Health::fix);
  EXPECT_THAT(reference.advice, HasSubstr("apt-get install libopenblas0-openmp"));
  const Finding old = describe_blas(
      {.library = "OpenBLAS", .path = "/a", .core = "Prescott", .better_core = "Haswell"});
  EXPECT_EQ(old.health, Health::fix);
  EXPECT_THAT(old.advice, HasSubstr("export OPENBLAS_CORETYPE=Haswell"));
  const Finding good = describe_blas({.library = "OpenBLAS", .path = "/a", .core = "SkylakeX"});
  EXPECT_EQ(good.health, Health::ok);
  EXPECT_EQ(good.value, "OpenBLAS for SkylakeX in /a");
  EXPECT_THAT(good.advice, IsEmpty());
}

TEST(DescribeThreads, SaysWhatLimitsThem) {
  EXPECT_EQ(describe_threads({.online = 4, .affinity = 4}).value, "4 (4 CPUs)");
  const Finding pinned = describe_threads({.online = 4, .affinity = 1});
  EXPECT_EQ(pinned.value, "1 (4 CPUs, 1 of them allowed by the affinity mask)");
  EXPECT_THAT(pinned.advice, HasSubstr("without taskset"));
  const Finding quota = describe_threads({.online = 4, .affinity = 4, .quota = 1.5});
  EXPECT_EQ(quota.value, "2 (4 CPUs, time of 1.5 by the control group's quota)");
  EXPECT_EQ(quota.health, Health::note);
  EXPECT_THAT(quota.advice, HasSubstr("docker run --cpus"));
}

TEST(DescribeProcessor, SaysWhetherTrainingInBf16IsPossible) {
  EXPECT_EQ(describe_processor(
                "A", {.avx2_fma = true, .avx512f = true, .avx512 = true, .avx512_bf16 = true})
                .value,
            "A; AVX2, AVX-512, bf16 (train --precision bf16 is faster)");
  EXPECT_EQ(describe_processor("B", {}).value,
            "B; no AVX2 (no bf16: train without --precision bf16)");
}

TEST(DescribeGpu, SaysWhyNoneIsUsed) {
  const std::vector<std::string> name = {"NVIDIA H100"};
  EXPECT_EQ(describe_gpu(
                {.built_with_cuda = true, .usable = 1, .driver = true, .names = name, .shown = {}})
                .value,
            "1 usable: NVIDIA H100");
  EXPECT_EQ(describe_gpu({.names = {}, .shown = {}}).value, "none; models train on the CPU");
  EXPECT_EQ(describe_gpu({.names = {}, .shown = {}}).health, Health::ok);
  EXPECT_THAT(describe_gpu({.built_with_cuda = true, .names = {}, .shown = {}}).advice,
              HasSubstr("--gpus all"));
  const Finding cpu_build = describe_gpu({.driver = true, .names = name, .shown = {}});
  EXPECT_EQ(cpu_build.health, Health::note);
  EXPECT_THAT(cpu_build.value, HasSubstr("NVIDIA H100: this LibTorch has no CUDA"));
  const Finding hidden =
      describe_gpu({.built_with_cuda = true, .driver = true, .names = name, .shown = "-1"});
  EXPECT_EQ(hidden.advice, "unset CUDA_VISIBLE_DEVICES, which is '-1'");
  EXPECT_THAT(
      describe_gpu({.built_with_cuda = true, .driver = true, .names = name, .shown = "0"}).advice,
      HasSubstr("nvidia-smi"));
}

TEST(DescribeLocale, WantsUtf8) {
  EXPECT_EQ(describe_locale("C.UTF-8", {.utf8 = true}).health, Health::ok);
  EXPECT_EQ(describe_locale("", {.utf8 = true}).value, "not set");
  EXPECT_THAT(describe_locale("C", {.utf8 = false}).advice, HasSubstr("export LC_ALL=C.UTF-8"));
}

TEST(DescribeFolder, MustFixWhatCannotBeWritten) {
  const tests::TemporaryFolder folder;
  const auto deep = folder.path() / "not/yet/there";
  const Finding good = describe_folder("cache", deep, "choose another");
  EXPECT_NE(good.health, Health::fix) << good.value;
  EXPECT_THAT(good.value, testing::AllOf(HasSubstr(deep.string()), HasSubstr("GiB free")));
  // A file in its place, which stops the superuser, too.
  const auto file = folder.path() / "file";
  std::filesystem::copy_file("/proc/self/cmdline", file);
  const Finding bad = describe_folder("cache", file / "akin", "choose another");
  EXPECT_EQ(bad.health, Health::fix);
  EXPECT_EQ(bad.advice, "choose another");
}

TEST(FindingsText, HasAdviceBelowItsLine) {
  EXPECT_EQ(findings_text({{.name = "a", .value = "good", .advice = ""},
                           {.name = "b", .health = Health::fix, .value = "bad", .advice = "mend"}}),
            "ok    a                      good\n"
            "fix   b                      bad\n"
            "                             -> mend\n");
}

}  // namespace
}  // namespace akin::app
