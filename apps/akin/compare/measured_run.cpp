#include "compare/measured_run.h"

#include <algorithm>
#include <chrono>
#include <vector>

#include "akin/base/require.h"
#include "akin/data/pixel_points.h"
#include "akin/evaluation/likelihood.h"
#include "akin/io/base64.h"
#include "akin/io/json.h"
#include "akin/io/json_lines.h"
#include "akin/pictures/picture_files.h"
#include "akin/pictures/sheet.h"

#include "command_line/common.h"
#include "evaluate/image_evaluation.h"
#include "runs/run_data.h"
#include "sample/sample_sheet.h"

namespace akin::app {
namespace {

namespace fs = std::filesystem;
using nlohmann::ordered_json;
using Clock = std::chrono::steady_clock;

constexpr std::int64_t sheet_columns = 8;
constexpr std::int64_t sheet_images = 64;
constexpr std::int64_t nearest_images_shown = 16;

std::string png_uri(const pictures::Picture& picture, const fs::path& path) {
  pictures::write_png(path, picture);
  return "data:image/png;base64," + io::to_base64(io::read_text(path));
}

/// Median milliseconds of one sample after a warm-up.
double latency(GenerativeModel& model) {
  std::vector<double> times;
  for (int i = 0; i < 8; ++i) {
    const auto begin = Clock::now();
    (void)model.sample(1, static_cast<std::uint64_t>(i));
    times.push_back(std::chrono::duration<double, std::milli>(Clock::now() - begin).count());
  }
  std::sort(times.begin() + 1, times.end());
  return times[4];
}

/// The lines of metrics.jsonl; lines that are not JSON objects are skipped.
std::vector<ordered_json> metrics_of(const RunFolder& run) {
  std::vector<ordered_json> lines;
  io::each_json_line(run.metrics(), [&](ordered_json line) { lines.push_back(std::move(line)); });
  return lines;
}

/// Every number that was logged, over the seconds of training.
ordered_json curves_of(const std::vector<ordered_json>& lines) {
  ordered_json curves = ordered_json::array();
  std::map<std::string, std::size_t> place;
  for (const auto& line : lines) {
    for (const auto& [name, value] : line.items()) {
      if (name == "step" || name == "epoch" || name == "seconds" || !value.is_number()) {
        continue;
      }
      if (place.try_emplace(name, curves.size()).second) {
        curves.push_back({{"name", name},
                          {"label", name},
                          {"unit", ""},
                          {"seconds", ordered_json::array()},
                          {"values", ordered_json::array()}});
      }
      auto& curve = curves[place.at(name)];
      curve["seconds"].push_back(io::number_or(line, "seconds", 0));
      curve["values"].push_back(value);
    }
  }
  return curves;
}

void add_training(const RunFolder& run, const Recipe& recipe, ordered_json& json) {
  const auto lines = metrics_of(run);
  const ordered_json last = lines.empty() ? ordered_json::object() : lines.back();
  const auto steps =
      static_cast<std::int64_t>(std::clamp(io::number_or(last, "step", 0), 0.0, 1e15));
  const double seconds = io::number_or(last, "seconds", 0);
  const std::int64_t images = steps * recipe.training.batch_size;
  json["steps"] = steps;
  json["images_seen"] = images;
  json["seconds"] = seconds;
  json["images_per_second"] = seconds > 0 ? static_cast<double>(images) / seconds : 0.0;
  json["curves"] = curves_of(lines);
}

pictures::Picture beside_nearest(const data::Images& images, const data::Images& training) {
  const data::Images some = images.slice(0, std::min(nearest_images_shown, images.size()));
  const auto nearest = data::nearest_images(some, training);
  const auto above = data::all_pixels(some);
  const auto below = data::all_pixels(training.select(nearest.index));
  pictures::SheetOptions options;
  options.columns = static_cast<int>(sheet_columns);
  for (const float distance : nearest.distance) {
    options.captions.push_back(fmt::format("{:.1f}", distance));
  }
  return pictures::pair_sheet({above, some.image_size()}, {below, some.image_size()}, options);
}

}  // namespace

std::int64_t ImageEvaluator::comparable(std::int64_t count) const {
  return std::min(count, reference_.real().control.size());
}

Evaluation ImageEvaluator::evaluate(const data::Images& images) {
  auto control = control_.find(images.size());
  if (control == control_.end()) {
    control = control_.emplace(images.size(), reference_.control_metrics(images.size())).first;
  }
  return evaluate_images(reference_, images, control->second);
}

std::string sheet_uri(const data::Images& images, const fs::path& path) {
  const data::Images some = images.slice(0, std::min(sheet_images, images.size()));
  const auto pixels = data::all_pixels(some);
  pictures::SheetOptions options;
  options.columns = static_cast<int>(sheet_columns);
  return png_uri(pictures::sheet({pixels, some.image_size()}, options), path);
}

ordered_json measure_run(const RunFolder& run, ImageEvaluator& evaluator, std::int64_t samples,
                         const fs::path& pictures) {
  constexpr double most_seconds = 60;
  const Run opened = open_run(run);
  const Recipe& recipe = opened.recipe;
  const auto& model = opened.model;
  const auto made = make_samples(*model, evaluator.comparable(samples), 1, most_seconds);
  const std::string name = run.path().filename().string();
  ordered_json json = {{"seed", recipe.training.seed}, {"path", run.path().string()}};
  json["family"] = recipe.family->name();
  json["preset"] = recipe.preset;
  json["pixels"] = recipe.data.pixels;
  json["parameters"] = count_parameters(*model);
  add_training(run, recipe, json);
  json["latency_ms"] = latency(*model);
  json["samples_per_second"] = static_cast<double>(made.images.size()) / made.seconds;
  json["evaluation"] = to_json(evaluator.evaluate(made.images));
  json["sheet"] = sheet_uri(made.images, pictures / (name + ".png"));
  json["nearest"] = png_uri(beside_nearest(made.images, evaluator.reference().real().training),
                            pictures / (name + "-nearest.png"));
  return json;
}

ordered_json measure_likelihood(const RunFolder& run) {
  const Run opened = open_run(run);
  const Recipe& recipe = opened.recipe;
  const auto& model = opened.model;
  Likelihood found;
  const Support support = model->support();
  if (support == Support::levels ||
      (support == Support::binary && recipe.data.pixels == "binary")) {
    const data::ImageData data = training_data(recipe);
    // Enough to distinguish models within seconds; `akin evaluate` takes 5,000 draws and all
    // images.
    LikelihoodOptions options;
    options.importance_draws = 500;
    options.validation_batches = 4;
    found = likelihood_of(*model, image_splits(data, recipe, torch::kCPU),
                          evaluation_images(data).size(), options);
  }
  return to_json(found);
}

}  // namespace akin::app
