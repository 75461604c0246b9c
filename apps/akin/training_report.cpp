#include "training_report.h"

#include <algorithm>

#include <fmt/format.h>

#include "akin/data/pixel_points.h"
#include "akin/families/transformer/token_image_model.h"
#include "akin/families/vae/vae.h"
#include "akin/training/batches.h"

#include "progress_bar.h"

namespace akin::app {
namespace {

void report_classes(GenerativeModel& model, const data::ImageData& data) {
  if (data.train.classes() == 0) {
    return;
  }
  constexpr std::int64_t count = 1000;
  const auto seen = data::nearest_class_counts(made_images(model.sample(count, 1)), data.train);
  std::string shares;
  for (std::size_t c = 0; c < seen.size(); ++c) {
    shares += fmt::format(" {}:{}", data.train.class_names()[c], seen[c]);
  }
  fmt::print("classes    {} of {} among {} samples (class of the nearest training image):{}\n",
             std::count_if(seen.begin(), seen.end(), [](auto n) { return n > 0; }), seen.size(),
             count, shares);
}

void report_score(const NegativeLogLikelihood& nats, const Splits& splits, const Dataset& data) {
  fmt::print("held-out   {:.4g} nats {} {}, mean of {}\n", nats.mean(),
             splits.unit == "image" ? "an" : "a", splits.unit, nats.items);
  if (data.text && data.text->tokenizer->kind() != "characters") {
    fmt::print("           {:.4g} nats a character\n",
               nats.sum / static_cast<double>(data.text->validation_characters));
  }
}

void report_files(const RunFolder& run, std::int64_t step) {
  const bool text = std::filesystem::exists(run.sample(step, ".txt"));
  fmt::print("model      {}\nsamples    {}\n", run.weights().string(),
             run.sample(step, text ? ".txt" : ".png").string());
  if (!text) {
    fmt::print("film       {}\n", run.animation().string());
  }
}

}  // namespace

void report_training(const RunFolder& run, const Recipe& recipe, const Dataset& data,
                     const Splits& splits, std::int64_t step, double seconds) {
  const std::string path = run.path().string();
  const auto model = run.model();
  fmt::print("trained    {} steps in {}\n", step, clock_text(seconds));
  if (const auto nats = evaluate_nll(*model, splits)) {
    report_score(*nats, splits, data);
    const auto* writer = dynamic_cast<const TokenImageModel*>(model.get());
    if (writer != nullptr && !writer->scores_pixels()) {
      fmt::print(
          "           of its patches' names, not of pixels: compare it only with its like\n");
    }
  }
  if (data.images) {
    report_classes(*model, *data.images);
  }
  report_files(run, step);
  fmt::print("\nnext\n");
  const auto next = [&](const std::string& command, const std::string& what) {
    fmt::print("  {:<36} {}\n", command, what);
  };
  if (data.text) {
    next(fmt::format("akin sample {}", path), "new text");
    next(fmt::format("akin sample {} --prompt TEXT", path), "how a text of yours goes on");
  } else {
    next(fmt::format("akin sample {} --nearest", path),
         "each sample beside the training image nearest to it");
  }
  if (dynamic_cast<const TokenImageModel*>(model.get()) != nullptr) {
    next(fmt::format("akin sample {} --complete", path), "unseen digits, their lower half its own");
  }
  if (dynamic_cast<const Vae*>(model.get()) != nullptr) {
    next(fmt::format("akin reconstruct {}", path), "unseen digits, compressed and restored");
  }
  if (dynamic_cast<const LatentModel*>(model.get()) != nullptr) {
    next(fmt::format("akin sample {} --interpolate", path),
         "a walk through latent space, as a film");
  }
  if (model->classes() > 0) {
    next(fmt::format("akin sample {} --label {}", path, data.images->train.class_names().front()),
         "one class");
  } else {
    next(
        fmt::format("akin train {} --resume {} --steps {}", name_of(recipe.family), path, 2 * step),
        "go on training");
  }
}

}  // namespace akin::app
