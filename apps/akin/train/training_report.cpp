#include "train/training_report.h"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "akin/data/pixel_points.h"
#include "akin/evaluation/perplexity.h"
#include "akin/training/batches.h"

#include "command_line/arguments.h"
#include "terminal/progress_bar.h"

namespace akin::app {
namespace {

void report_classes(GenerativeModel& model, const data::ImageData& data) {
  if (data.train.classes() == 0) {
    return;
  }
  constexpr std::int64_t count = 1000;
  const auto seen = data::nearest_class_counts(made_images(model.sample(count, 1)), data.train);
  std::string counts;
  for (std::size_t c = 0; c < seen.size(); ++c) {
    counts += fmt::format(" {}:{}", data.train.class_names()[c], seen[c]);
  }
  fmt::print("classes    {} of {} among {} samples (class of the nearest training image):{}\n",
             std::count_if(seen.begin(), seen.end(), [](auto n) { return n > 0; }), seen.size(),
             count, counts);
}

/// What the nats per image are of, where they are not of the pixels that one would think.
void report_support(const GenerativeModel& model, double nats, std::int64_t values) {
  switch (model.support()) {
    case Support::levels:
      fmt::print("           {:.4g} bits per dimension\n", bits_per_dimension(nats, values));
      break;
    case Support::continuous:
      fmt::print("           of a density of pixels: comparable only with other densities\n");
      break;
    case Support::tokens:
      fmt::print(
          "           of patch tokens, not of pixels: comparable only with the same tokenizer\n");
      break;
    case Support::binary:
      break;
  }
}

void report_nll(const NegativeLogLikelihood& nll, const Splits& splits, const Dataset& data,
                const Run& run) {
  fmt::print("validation {:.4g} nats per {}, mean of {}\n", nll.mean(), splits.unit, nll.items);
  if (!data.text) {
    report_support(*run.model, nll.mean(), run.recipe.image.values());
    return;
  }
  fmt::print("           perplexity {:.4g} per token\n", std::exp(nll.mean()));
  if (data.text->tokenizer->kind() != "characters") {
    const double of_character = nll.sum / static_cast<double>(data.text->validation_characters);
    fmt::print("           {:.4g} nats per character, perplexity {:.4g}\n", of_character,
               std::exp(of_character));
  }
}

void report_files(const RunFolder& folder, std::int64_t step) {
  const bool text = std::filesystem::exists(folder.sample(step, ".txt"));
  fmt::print("model      {}\nsamples    {}\n", folder.weights().string(),
             folder.sample(step, text ? ".txt" : ".png").string());
  if (!text) {
    fmt::print("animation  {}\n", folder.animation().string());
  }
}

void suggest(const std::string& command, const std::string& what) {
  fmt::print("  {:<36} {}\n", command, what);
}

void report_next(const Run& run, const Dataset& data, std::int64_t step) {
  const std::string path = quoted(run.folder.path().string());
  const Capabilities can = run.model->capabilities();
  fmt::print("\nnext\n");
  if (can.text != nullptr) {
    suggest(fmt::format("akin sample {}", path), "new text");
    suggest(fmt::format("akin sample {} --prompt TEXT", path), "continues your text");
  } else {
    suggest(fmt::format("akin sample {} --nearest", path),
            "each sample beside the training image nearest to it");
  }
  if (can.completer != nullptr) {
    suggest(fmt::format("akin sample {} --complete", path),
            "completes the lower half of validation images");
  }
  if (can.autoencoder != nullptr) {
    suggest(fmt::format("akin reconstruct {}", path), "validation images, compressed and restored");
  }
  if (can.latents != nullptr) {
    suggest(fmt::format("akin sample {} --interpolate", path),
            "an interpolation in latent space, as a GIF");
  }
  if (run.model->classes() > 0) {
    suggest(fmt::format("akin sample {} --label {}", path,
                        quoted(data.images->train.class_names().front())),
            "one class");
  } else {
    suggest(fmt::format("akin train {} --resume {} --steps {}", run.recipe.family->name(), path,
                        2 * step),
            "continue training");
  }
}

}  // namespace

void report_training(const RunFolder& folder, const Dataset& data, const Splits& splits,
                     std::int64_t step, double seconds) {
  const Run run = open_run(folder);
  fmt::print("trained    {} steps in {}\n", step, clock_text(seconds));
  if (const auto nll = evaluate_nll(*run.model, splits)) {
    report_nll(*nll, splits, data, run);
  }
  if (data.images) {
    report_classes(*run.model, *data.images);
  }
  report_files(folder, step);
  report_next(run, data, step);
}

}  // namespace akin::app
