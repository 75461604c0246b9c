#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <memory>

#include <dlfcn.h>

#include <fmt/format.h>
#include <nlohmann/json.hpp>
#include <torch/version.h>

#include "akin/base/require.h"
#include "akin/base/version.h"
#include "akin/data/catalogue.h"
#include "akin/nn/fast_start.h"
#include "akin/nn/torch.h"
#include "akin/tokens/sentencepiece.h"

#include "command_line/commands.h"
#include "command_line/environment.h"
#include "doctor/findings.h"

namespace akin::app {
namespace {

namespace fs = std::filesystem;

std::optional<std::string> variable(const char* name) {
  const char* value = std::getenv(name);
  return value == nullptr ? std::nullopt : std::optional<std::string>(value);
}

std::string content(const fs::path& path) {
  std::ifstream file(path);
  return {std::istreambuf_iterator<char>(file), {}};
}

Finding libtorch() {
  Dl_info info{};
  const bool found = dladdr(reinterpret_cast<void*>(&at::init_num_threads), &info) != 0;
  return {.name = "LibTorch",
          .value = fmt::format("{} in {}", TORCH_VERSION, found ? info.dli_fname : "?"),
          .advice = ""};
}

GpuFacts gpus() {
  GpuFacts facts;
  facts.built_with_cuda = content("/proc/self/maps").find("libtorch_cuda") != std::string::npos;
  facts.usable = static_cast<int>(torch::cuda::device_count());
  facts.driver = fs::exists("/proc/driver/nvidia/version");
  facts.shown = variable("CUDA_VISIBLE_DEVICES");
  std::error_code none;
  for (const auto& gpu : fs::directory_iterator("/proc/driver/nvidia/gpus", none)) {
    std::ifstream information(gpu.path() / "information");
    for (std::string line; std::getline(information, line);) {
      if (line.starts_with("Model:")) {
        facts.names.push_back(line.substr(std::min(line.find_first_not_of(" \t", 6), line.size())));
      }
    }
  }
  return facts;
}

Finding subwords() {
  Finding finding{.name = "subword vocabularies", .value = "SentencePiece", .advice = ""};
  try {
    (void)tokens::sentencepiece();
  } catch (const Error& error) {
    finding.health = Health::fix;
    finding.value = "no SentencePiece";
    finding.advice = error.what();
  }
  return finding;
}

Finding data_set(const data::Entry& entry) {
  const auto paths = data::locate(entry);
  const auto found =
      std::count_if(paths.begin(), paths.end(), [](const auto& path) { return path.has_value(); });
  Finding finding{.name = "data " + entry.name, .value = "built in", .advice = ""};
  if (found < static_cast<std::ptrdiff_t>(paths.size())) {
    finding.value = found == 0 ? "not here" : fmt::format("{} of {} files", found, paths.size());
    finding.health = found == 0 ? Health::ok : Health::note;
    finding.advice = fmt::format("downloaded on first use, or by: akin data fetch {}", entry.name);
  } else if (!paths.empty()) {
    finding.value = paths.front()->parent_path().string();
  }
  return finding;
}

void add_files(std::vector<Finding>& findings) {
  if (const auto folder = variable("AKIN_DATA_DIR"); folder && !folder->empty()) {
    const bool there = fs::is_directory(*folder);
    findings.push_back({.name = "AKIN_DATA_DIR",
                        .health = there ? Health::ok : Health::fix,
                        .value = *folder + (there ? "" : ", not a folder"),
                        .advice = there ? "" : "unset it, or let it name a folder of data sets"});
  }
  for (const data::Entry& entry : data::catalogue()) {
    findings.push_back(data_set(entry));
  }
  const fs::path cache = data::cache_folder();
  findings.push_back(
      cache.empty() ? Finding{.name = "cache",
                              .health = Health::fix,
                              .value = "none",
                              .advice = "set HOME or XDG_CACHE_HOME: downloads go there"}
                    : describe_folder("cache", cache, "or let XDG_CACHE_HOME name another folder"));
  findings.push_back(describe_folder("runs", fs::current_path() / "runs",
                                     "or start akin in another folder, or use --out"));
}

std::string locale() {
  for (const char* name : {"LC_ALL", "LC_CTYPE", "LANG"}) {
    if (const auto value = variable(name); value && !value->empty()) {
      return *value;
    }
  }
  return "";
}

std::vector<Finding> examine() {
  std::vector<Finding> findings;
  findings.push_back({.name = "akin", .value = version_text(), .advice = ""});
  findings.push_back(libtorch());
  findings.push_back(describe_processor(kernels::cpu_name(), kernels::cpu_features()));
  findings.push_back(describe_threads(kernels::cpu_limits()));
  findings.push_back(describe_blas(blas_in_use()));
  findings.push_back(describe_gpu(gpus()));
  findings.push_back(subwords());
  add_files(findings);
  const Terminal terminal = standard_error();
  findings.push_back(describe_locale(locale(), terminal));
  findings.push_back(describe_terminal(terminal));
  return findings;
}

nlohmann::ordered_json to_json(const std::vector<Finding>& findings) {
  nlohmann::ordered_json json = {{"akin", version}, {"findings", nlohmann::ordered_json::array()}};
  for (const auto& [name, health, value, advice] : findings) {
    json["findings"].push_back(
        {{"name", name}, {"health", health_text(health)}, {"value", value}, {"advice", advice}});
  }
  return json;
}

void examine_and_report(bool json) {
  const auto findings = examine();
  // Names of folders need not be UTF-8.
  fmt::print(
      "{}",
      json ? to_json(findings).dump(2, ' ', false, nlohmann::json::error_handler_t::replace) + "\n"
           : findings_text(findings));
  flush_results();
  const auto broken = std::count_if(findings.begin(), findings.end(),
                                    [](const Finding& f) { return f.health == Health::fix; });
  require(broken == 0,
          "[doctor] expected nothing that must be fixed, got {}; see the lines of `fix`", broken);
}

}  // namespace

void add_doctor_command(CLI::App& app) {
  const auto json = std::make_shared<bool>(false);
  auto* command = app.add_subcommand(
      "doctor", "Check what akin finds on this machine: CPU, BLAS, GPU, LibTorch, data, disk");
  command->add_flag("--json", *json, "one JSON object and nothing else");
  command->callback([json] { examine_and_report(*json); });
}

}  // namespace akin::app
