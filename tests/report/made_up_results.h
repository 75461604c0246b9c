#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include <nlohmann/json.hpp>

#include "akin/base/random.h"
#include "akin/io/base64.h"
#include "akin/io/file.h"
#include "akin/pictures/picture.h"
#include "akin/pictures/picture_files.h"

#include "support/temporary_folder.h"

namespace akin::tests {

using nlohmann::ordered_json;

/// A sheet of `across` x `down` blots, whose shape depends on `roundness`.
inline std::string made_up_sheet(int across, int down, double roundness) {
  pictures::Picture picture(across * 30, down * 30, {20, 20, 20});
  for (int i = 0; i < across * down; ++i) {
    const double x = i % across * 30 + 15;
    const double y = static_cast<double>(i / across * 30 + 15);
    picture.draw_disc(x, y, 6 + 5 * std::abs(std::sin(i * roundness)), {240, 240, 240});
    picture.draw_disc(x + 2 * std::cos(i), y, 3 * roundness, {20, 20, 20});
  }
  const TemporaryFolder folder;
  pictures::write_png(folder.path() / "sheet.png", picture);
  return "data:image/png;base64," + io::to_base64(io::read_text(folder.path() / "sheet.png"));
}

inline ordered_json made_up_metric(const char* name, const char* space, const char* group,
                                   double value, double control, const char* better) {
  return {{"name", name},   {"space", space},     {"group", group},
          {"value", value}, {"control", control}, {"better", better}};
}

/// The quality of a made-up model.
struct MadeUp {
  double frechet;
  double authenticity;
};

inline ordered_json made_up_metrics(const MadeUp& made, bool extractor) {
  const double closeness = std::min(1.0, 1.5 / made.frechet);
  const double quality = std::pow(closeness, 0.3);
  ordered_json metrics = ordered_json::array();
  if (extractor) {
    metrics.push_back(made_up_metric("frechet", "features", "similar", made.frechet, 1.5, "lower"));
    metrics.push_back(
        made_up_metric("kid", "features", "similar", 0.004 / closeness - 0.004, -0.00003, "lower"));
    metrics.back()["sd"] = 0.0008;
    metrics.push_back(
        made_up_metric("precision", "features", "similar", 0.88 * quality, 0.88, "higher"));
    metrics.push_back(
        made_up_metric("recall", "features", "similar", 0.85 * quality, 0.88, "higher"));
    metrics.push_back(
        made_up_metric("density", "features", "similar", 0.95 * quality, 0.95, "higher"));
    metrics.push_back(
        made_up_metric("coverage", "features", "similar", 0.945 * quality, 0.945, "higher"));
    metrics.push_back(made_up_metric("class_distance", "features", "similar",
                                     0.15 * (1 - quality) + 0.01, 0.012, "lower"));
    metrics.push_back(made_up_metric("classes_seen", "features", "similar", 10, 10, "higher"));
  }
  metrics.push_back(made_up_metric("frechet", "pca", "similar", made.frechet / 3, 0.5, "lower"));
  metrics.push_back(
      made_up_metric("nearest", "pixels", "new", 4 + 5 * made.authenticity, 7.1, "control"));
  metrics.push_back(
      made_up_metric("c_t", "pca", "new", 20 * (made.authenticity - 0.65), -0.75, "control"));
  metrics.push_back(made_up_metric("copy_rate", "pca", "new",
                                   made.authenticity < 0.3 ? 0.99 : 0.0012, 0.001, "lower"));
  metrics.push_back(
      made_up_metric("authenticity", "pca", "new", made.authenticity, 0.62, "control"));
  return metrics;
}

inline ordered_json made_up_evaluation(const MadeUp& made, bool extractor) {
  return {
      {"samples", 5000},
      {"metrics", made_up_metrics(made, extractor)},
      {"readings",
       {{{"topic", "similar"},
         {"en", "Its images are " + std::to_string(std::lround(made.frechet / 1.5)) +
                    " times as far from the data as real ones are."},
         {"ko", "만든 이미지가 실제 이미지보다 데이터에서 " +
                    std::to_string(std::lround(made.frechet / 1.5)) + "배 멀리 있습니다."}},
        {{"topic", "new"},
         {"en",
          "It does not copy: no more of its images than of real ones lie on a training image."},
         {"ko", "베끼지 않습니다. 학습 이미지에 겹치는 비율이 실제 이미지와 다르지 않습니다."}}}}};
}

inline ordered_json made_up_curve(const char* name, const char* label, const char* unit,
                                  double start, double end) {
  ordered_json curve = {{"name", name}, {"label", label}, {"unit", unit}};
  for (int i = 0; i <= 120; ++i) {
    curve["seconds"].push_back(i);
    curve["values"].push_back(end + (start - end) * std::exp(-i / 15.0) +
                              0.02 * (start - end) * std::sin(i * i));
  }
  return curve;
}

inline ordered_json made_up_curves(const std::string& family) {
  if (family == "gan") {
    return {made_up_curve("d_loss", "discriminator loss", "nats", 1.4, 0.9),
            made_up_curve("g_loss", "generator loss", "nats", 0.7, 1.6)};
  }
  if (family == "vae") {
    return {made_up_curve("loss", "loss", "nats", 350, 104),
            made_up_curve("reconstruction", "reconstruction", "nats", 349, 79),
            made_up_curve("kl", "KL", "nats", 1, 25)};
  }
  return {made_up_curve("loss", "loss", "nats", 2.7, 0.42)};
}

inline ordered_json made_up_run(const std::string& family, const MadeUp& made, int seed,
                                bool extractor) {
  const MadeUp drawn{made.frechet * (1 + 0.12 * std::sin(2 * seed + 1)),
                     made.authenticity + 0.02 * std::cos(3 * seed)};
  return {{"seed", seed},
          {"path", "runs/" + family + "-" + std::to_string(seed)},
          {"steps", 1650 + 10 * seed},
          {"images_seen", 64 * (1650 + 10 * seed)},
          {"seconds", 120.3},
          {"images_per_second", 870.0 + 5 * seed},
          {"peak_memory_bytes", 486000000},
          {"latency_ms", 3.1},
          {"samples_per_second", 5400.0 / made.frechet},
          {"evaluation", made_up_evaluation(drawn, extractor)},
          {"curves", made_up_curves(family)},
          {"sheet", made_up_sheet(8, 8, 0.3 + 0.2 * seed + 0.01 * made.frechet)},
          {"nearest", made_up_sheet(8, 4, 0.4 + 0.01 * made.frechet)}};
}

inline ordered_json made_up_anchors(bool extractor) {
  const std::vector<std::pair<const char*, MadeUp>> anchors = {{"control", {1.5, 0.62}},
                                                               {"copies", {1.4, 0.0}},
                                                               {"noisy_copies", {6.2, 0.08}},
                                                               {"noise", {1157, 0.98}},
                                                               {"round_trip", {3.4, 0.64}}};
  ordered_json made = ordered_json::array();
  for (const auto& [name, values] : anchors) {
    made.push_back({{"name", name},
                    {"evaluation", made_up_evaluation(values, extractor)},
                    {"sheet", made_up_sheet(8, 8, 0.5 + 0.02 * std::log(values.frechet))}});
  }
  return made;
}

/// Plausible but invented results of `akin compare`.
inline ordered_json made_up_results(int seeds = 3, bool extractor = true) {
  const std::vector<std::pair<std::string, MadeUp>> families = {
      {"gan", {13.9, 0.63}}, {"vae", {24.6, 0.71}}, {"transformer", {8.2, 0.58}}};
  ordered_json models = ordered_json::array();
  for (const auto& [family, made] : families) {
    ordered_json runs = ordered_json::array();
    for (int seed = 1; seed <= seeds; ++seed) {
      runs.push_back(made_up_run(family, made, seed, extractor));
    }
    models.push_back({{"name", family},
                      {"family", family},
                      {"preset", "mini"},
                      {"pixels", "grey"},
                      {"parameters", 345678},
                      {"runs", runs}});
  }
  ordered_json classes = ordered_json::array();
  for (int label = 0; extractor && label < 10; ++label) {
    classes.push_back(std::to_string(label));
  }
  ordered_json made_classifier;
  if (extractor) {
    made_classifier = {{"sha256", std::string(64, 'b')}, {"accuracy", 0.991}, {"features", 64}};
  }
  return {{"format", 1},
          {"akin", "0.1.0"},
          {"created", "2026-11-24T12:00:00Z"},
          {"command", "akin compare --data mnist --minutes 2 --seeds " + std::to_string(seeds)},
          {"machine",
           {{"cpu", "A made-up CPU"},
            {"cores", 2},
            {"threads", 2},
            {"device", "cpu"},
            {"libtorch", "1.13.1"}}},
          {"data",
           {{"name", "mnist"},
            {"sha256", std::string(64, 'a')},
            {"train", 50000},
            {"validation", 10000},
            {"test", 10000},
            {"height", 28},
            {"width", 28},
            {"classes", classes}}},
          {"feature_extractor", made_classifier},
          {"budget",
           {{"kind", "minutes"}, {"minutes", 2.0}, {"images", 0}, {"equal_parameters", false}}},
          {"models", models},
          {"anchors", made_up_anchors(extractor)},
          {"likelihoods",
           {{{"model", "gan"},
             {"kind", "undefined"},
             {"pixels", "grey"},
             {"nats", ordered_json::array()},
             {"items", 0}},
            {{"model", "vae (binary)"},
             {"kind", "importance"},
             {"pixels", "binary"},
             {"nats", {86.1, 86.3, 86.8}},
             {"items", 500}},
            {{"model", "transformer (binary)"},
             {"kind", "exact"},
             {"pixels", "binary"},
             {"nats", {84.9}},
             {"items", 10000}}}}};
}

}  // namespace akin::tests
