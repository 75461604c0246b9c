#include "compare/comparison_results.h"

#include <algorithm>
#include <ctime>
#include <set>

#include <fmt/chrono.h>
#include <fmt/format.h>
#include <torch/version.h>

#include "akin/base/version.h"
#include "akin/kernels/cpu_features.h"
#include "akin/kernels/cpu_limits.h"

#include "command_line/arguments.h"
#include "runs/run_data.h"

namespace akin::app {
namespace {

using nlohmann::ordered_json;

ordered_json data_json(const Recipe& recipe) {
  const data::ImageData data = training_data(recipe);
  return {{"name", data.name},
          {"sha256", data.sha256},
          {"train", data.train.size()},
          {"validation", data.validation.size()},
          {"test", data.test.size()},
          {"height", data.train.height()},
          {"width", data.train.width()},
          {"channels", data.train.channels()},
          {"classes", data.train.class_names()}};
}

ordered_json feature_extractor_json(const FeatureExtractor& extractor) {
  if (extractor.classifier == nullptr) {
    return nullptr;
  }
  return {{"sha256", extractor.hash},
          {"accuracy", extractor.accuracy},
          {"features", Classifier::feature_count}};
}

ordered_json budget_json(const CompareOptions& options) {
  const char* kind = !options.runs.empty() ? "given" : options.images > 0 ? "images" : "minutes";
  return {{"kind", kind},
          {"minutes", options.minutes},
          {"images", options.images},
          {"equal_parameters", options.equal_parameters}};
}

/// The parts of one model, seed by seed, as one entry of the report.
ordered_json model_json(const Entry& entry, const std::vector<ordered_json>& parts) {
  ordered_json json = {{"name", entry.name},
                       {"title", {{"en", entry.title.en}, {"ko", entry.title.ko}}},
                       {"runs", ordered_json::array()}};
  for (const ordered_json& part : parts) {
    if (part.at("name") != entry.name || !part.contains("run")) {
      continue;
    }
    ordered_json run = part.at("run");
    for (const char* key : {"family", "preset", "pixels", "parameters"}) {
      json[key] = run.at(key);
      run.erase(key);
    }
    json["runs"].push_back(std::move(run));
  }
  return json;
}

ordered_json likelihood_json(const Entry& entry, const std::vector<ordered_json>& parts) {
  ordered_json json = {{"model", entry.name},
                       {"title", {{"en", entry.title.en}, {"ko", entry.title.ko}}},
                       {"kind", "undefined"},
                       {"pixels", ""}};
  json["nats"] = ordered_json::array();
  for (const ordered_json& part : parts) {
    const ordered_json& found = part.at("likelihood");
    if (part.at("name") == entry.name && found.at("kind") != "undefined") {
      json["kind"] = found.at("kind");
      json["pixels"] = found.at("support");
      json["items"] = found.at("items");
      json["draws"] = found.at("draws");
      json["nats"].push_back(found.at("nats"));
      if (found.contains("bits_per_dimension")) {
        json["bits_per_dimension"].push_back(found.at("bits_per_dimension"));
      }
    }
  }
  return json;
}

/// What repeats the comparison.
std::string command_line(const CompareOptions& options) {
  std::string text = "akin compare";
  for (const auto& run : options.runs) {
    text += " " + quoted(run);
  }
  if (options.runs.empty()) {
    text +=
        fmt::format(" --data {}{}", quoted(options.data), shell_words(picture_arguments(options)));
    text += options.images > 0 ? fmt::format(" --images {}", options.images)
                               : fmt::format(" --minutes {}", options.minutes);
    text += options.equal_parameters ? " --equal-parameters" : "";
    text += fmt::format(" --seeds {}", options.seeds);
  }
  return text + fmt::format(" --samples {}", options.samples);
}

}  // namespace

ordered_json comparison_results(const CompareOptions& options, const std::vector<Entry>& entries,
                                const FeatureExtractor& extractor,
                                const std::vector<ordered_json>& parts,
                                const ordered_json& anchors) {
  ordered_json json = {{"format", 1}, {"akin", version}};
  json["created"] = fmt::format("{:%FT%TZ}", fmt::gmtime(std::time(nullptr)));
  json["command"] = command_line(options);
  json["machine"] = {{"cpu", kernels::cpu_name()},
                     {"cores", kernels::cpu_limits().affinity},
                     {"threads", torch::get_num_threads()},
                     {"device", "cpu"},
                     {"libtorch", TORCH_VERSION}};
  json["data"] = data_json(read_run(entries.front().run).recipe);
  json["feature_extractor"] = feature_extractor_json(extractor);
  json["budget"] = budget_json(options);
  json["models"] = ordered_json::array();
  json["anchors"] = anchors;
  json["likelihoods"] = ordered_json::array();
  std::set<std::string> seen;
  for (const Entry& entry : entries) {
    if (seen.insert(entry.name).second) {
      if (!entry.likelihood_only) {
        json["models"].push_back(model_json(entry, parts));
      }
      json["likelihoods"].push_back(likelihood_json(entry, parts));
    }
  }
  return json;
}

}  // namespace akin::app
