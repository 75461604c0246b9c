#include "doctor/findings.h"

#include <array>
#include <string_view>
#include <utility>

#include <unistd.h>

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace akin::app {

namespace fs = std::filesystem;

Blas find_blas(const std::string& maps, bool mkl) {
  // The distribution keeps the reference library in .../blas/, optimised ones in .../openblas-*/
  // and the like; libblas.so of the latter is only a door to them. The first that fits counts.
  constexpr std::array<std::pair<std::string_view, std::string_view>, 7> known = {
      {{"/blas/libblas.so", "reference BLAS"},
       {"libopenblas", "OpenBLAS"},
       {"libmkl_", "MKL"},
       {"libblis", "BLIS"},
       {"libatlas", "ATLAS"},
       {"libnvpl_blas", "NVPL"},
       {"libarmpl", "Arm Performance Libraries"}}};
  for (const auto& [part, library] : known) {
    if (const auto found = maps.find(part); found != std::string::npos) {
      const auto begin = maps.rfind(' ', found) + 1;
      return {.library = std::string(library),
              .path = maps.substr(begin, maps.find('\n', begin) - begin),
              .core = ""};
    }
  }
  return {.library = mkl ? "MKL" : "unknown", .path = "", .core = ""};
}

Finding describe_blas(const Blas& blas) {
  Finding finding{.name = "BLAS", .value = blas.library, .advice = ""};
  finding.value += blas.core.empty() ? "" : fmt::format(" for {}", blas.core);
  finding.value += blas.path.empty() ? "" : fmt::format(" in {}", blas.path);
  if (blas.library == "reference BLAS") {
    finding.health = Health::fix;
    finding.advice =
        "the reference BLAS is loaded, which makes training tens of times slower; mend it with: "
        "apt-get install libopenblas0-openmp";
  } else if (blas.better_core) {
    finding.health = Health::fix;
    finding.advice = fmt::format(
        "OpenBLAS does not know this processor and uses slow kernels; mend it with: export "
        "OPENBLAS_CORETYPE={}",
        *blas.better_core);
  }
  return finding;
}

Finding describe_threads(const kernels::CpuLimits& limits) {
  Finding finding{.name = "threads", .value = std::to_string(limits.threads()), .advice = ""};
  finding.value += fmt::format(" ({} CPUs", limits.online);
  if (limits.affinity < limits.online) {
    finding.value += fmt::format(", {} of them allowed by the affinity mask", limits.affinity);
  }
  if (limits.quota) {
    finding.value += fmt::format(", time of {:.3g} by the control group's quota", *limits.quota);
  }
  finding.value += ")";
  if (limits.threads() < limits.online) {
    finding.health = Health::note;
    finding.advice =
        limits.affinity > limits.threads()
            ? "for more, raise the container's CPU limit (docker run --cpus)"
            : "for more, start akin without taskset, or raise the container's --cpuset-cpus";
  }
  return finding;
}

Finding describe_processor(const std::string& name, const kernels::CpuFeatures& features) {
  std::vector<std::string> sets;
  for (const auto& [has, set] :
       {std::pair{features.avx2_fma, "AVX2"}, std::pair{features.avx512, "AVX-512"},
        std::pair{features.avx512_bf16, "bf16"}}) {
    if (has) {
      sets.emplace_back(set);
    }
  }
  Finding finding{
      .name = "processor",
      .value = fmt::format("{}; {}", name,
                           sets.empty() ? "no AVX2" : fmt::format("{}", fmt::join(sets, ", "))),
      .advice = ""};
  finding.value += features.avx512_bf16 ? " (train --precision bf16 is faster)"
                                        : " (no bf16: train without --precision bf16)";
  return finding;
}

Finding describe_gpu(const GpuFacts& facts) {
  const bool some = facts.driver || !facts.names.empty();
  const std::string names =
      facts.names.empty() ? "" : fmt::format(": {}", fmt::join(facts.names, ", "));
  Finding finding{.name = "GPU", .value = "", .advice = ""};
  if (facts.usable > 0) {
    finding.value = fmt::format("{} usable{}", facts.usable, names);
    return finding;
  }
  if (!some) {
    finding.value = "none; models train on the CPU";
    if (facts.built_with_cuda) {
      finding.advice =
          "if there is one, install NVIDIA's driver; in a container, start it with "
          "--gpus all";
    }
    return finding;
  }
  finding.health = Health::note;
  if (!facts.built_with_cuda) {
    finding.value = fmt::format("not used{}: this LibTorch has no CUDA", names);
    finding.advice = "build akin with a CUDA build of LibTorch (docs/building.md)";
  } else if (facts.shown && (facts.shown->empty() || *facts.shown == "-1")) {
    finding.value = fmt::format("hidden{}", names);
    finding.advice = fmt::format("unset CUDA_VISIBLE_DEVICES, which is '{}'", *facts.shown);
  } else {
    finding.value = fmt::format("not usable{}", names);
    finding.advice =
        "nvidia-smi tells whether the driver works; it must be as new as LibTorch's CUDA asks for";
  }
  return finding;
}

Finding describe_locale(const std::string& locale, const Terminal& terminal) {
  Finding finding{.name = "locale", .value = locale.empty() ? "not set" : locale, .advice = ""};
  if (!terminal.utf8) {
    finding.health = Health::note;
    finding.advice = "texts are printed as UTF-8; choose such a locale: export LC_ALL=C.UTF-8";
  }
  return finding;
}

Finding describe_terminal(const Terminal& terminal) {
  using pictures::Palette;
  Finding finding{
      .name = "terminal", .value = "none, or TERM=dumb: progress as plain lines", .advice = ""};
  if (terminal.interactive) {
    const char* pictures = terminal.palette == Palette::true_colour ? "24-bit colour"
                           : terminal.palette == Palette::greys     ? "256 colours"
                           : terminal.palette == Palette::shades    ? "block characters"
                                                                    : "ASCII characters";
    finding.value = fmt::format("{} columns, pictures in {}", terminal.columns, pictures);
  }
  return finding;
}

Finding describe_folder(const std::string& name, const fs::path& folder,
                        const std::string& remedy) {
  constexpr std::uintmax_t mib = 1U << 20U;
  constexpr std::uintmax_t little = 1024 * mib;
  constexpr std::uintmax_t too_little = 64 * mib;
  fs::path existing = folder;
  std::error_code error;
  while (!fs::exists(existing, error) && existing.has_relative_path()) {
    existing = existing.parent_path();
  }
  Finding finding{.name = name, .value = folder.string(), .advice = ""};
  if (!fs::is_directory(existing, error) || access(existing.c_str(), W_OK | X_OK) != 0) {
    finding.health = Health::fix;
    finding.value += ", cannot be written";
    finding.advice = remedy;
    return finding;
  }
  const auto space = fs::space(existing, error);
  if (error) {
    return finding;
  }
  finding.value += fmt::format(", {:.1f} GiB free", static_cast<double>(space.available) /
                                                        (1024.0 * static_cast<double>(mib)));
  if (space.available < little) {
    finding.health = space.available < too_little ? Health::fix : Health::note;
    finding.advice = "make room on this disk; " + remedy;
  }
  return finding;
}

std::string health_text(Health health) {
  return health == Health::ok ? "ok" : health == Health::note ? "note" : "fix";
}

std::string findings_text(const std::vector<Finding>& findings) {
  std::string text;
  for (const auto& [name, health, value, advice] : findings) {
    text += fmt::format("{:<5} {:<22} {}\n", health_text(health), name, value);
    text += advice.empty() ? "" : fmt::format("{:28} -> {}\n", "", advice);
  }
  return text;
}

}  // namespace akin::app
