#include "training_session.h"

#include <algorithm>

#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include "akin/pictures/sheet.h"
#include "akin/training/health.h"

#include "common.h"
#include "environment.h"

namespace akin::app {

namespace fs = std::filesystem;

namespace {

constexpr std::int64_t preview_seed = 0;

std::int64_t preview_count(const GanSettings& model) {
  return model.conditional ? 6 * model.classes : 64;
}

double variety_of_real(const data::Images& images) {
  std::vector<std::int64_t> first(
      static_cast<std::size_t>(std::min<std::int64_t>(images.size(), 64)));
  for (std::size_t i = 0; i < first.size(); ++i) {
    first[i] = static_cast<std::int64_t>(i);
  }
  return first.size() < 2 ? 0 : variety(image_tensor(images, first));
}

double value(const Figures& figures, const std::string& name) {
  for (const auto& figure : figures) {
    if (figure.name == name) {
      return figure.value.item<double>();
    }
  }
  return 0.5;
}

std::string figure_text(const Figures& figures) {
  std::string text;
  for (const auto& figure : figures) {
    const bool belief = figure.name == "d_real" || figure.name == "d_fake";
    text += fmt::format("{}{} {:.2f}", text.empty() ? "" : "  ",
                        belief ? "D(" + figure.name.substr(2) + ")" : figure.name,
                        figure.value.item<double>());
  }
  return text;
}

}  // namespace

pictures::Picture sample_sheet(const std::vector<std::uint8_t>& pixels, const GanSettings& model,
                               const std::string& title) {
  pictures::SheetOptions options;
  options.columns = model.conditional ? static_cast<int>(model.classes) : 0;
  options.title = title;
  return pictures::sheet({pixels, static_cast<int>(model.width), static_cast<int>(model.height)},
                         options);
}

TrainingSession::TrainingSession(RunFolder run, const Recipe& recipe, const Trainable& trainable,
                                 const data::ImageData& data, const Position& start,
                                 double seconds_spent)
    : run_(std::move(run)),
      settings_(recipe.training),
      model_(recipe.model),
      trainable_(trainable),
      preview_(make_gan(recipe.model, 0)),
      real_variety_(variety_of_real(data.train)),
      metrics_(run_.metrics()),
      bar_(start.step),
      images_(data.train.size()),
      seconds_before_(seconds_spent),
      begin_(std::chrono::steady_clock::now()) {
  if (start.step == 0) {
    sample(0);
  }
}

double TrainingSession::seconds() const {
  return seconds_before_ +
         std::chrono::duration<double>(std::chrono::steady_clock::now() - begin_).count();
}

Next TrainingSession::operator()(const Progress& progress) {
  bar_.tick(progress.step);
  interrupted_ = stop_requested();
  const bool end = interrupted_ || progress.last();
  if (end || progress.step % settings_.log_every == 0) {
    log(progress);
  }
  if (progress.last() || progress.step % settings_.sample_every == 0) {
    sample(progress.step);
  }
  if (end || progress.step % settings_.checkpoint_every == 0) {
    checkpoint(progress);
  }
  if (bar_.due()) {
    bar_.show(progress.step, progress.steps, figure_text(progress.figures));
  }
  return interrupted_ ? Next::stop : Next::go_on;
}

void TrainingSession::log(const Progress& progress) {
  require_finite(progress.figures, progress.step);
  nlohmann::ordered_json line;
  line["step"] = progress.step;
  line["epoch"] =
      static_cast<double>(progress.step * settings_.batch_size) / static_cast<double>(images_);
  line["seconds"] = seconds();
  for (const auto& figure : progress.figures) {
    line[figure.name] = figure.value.item<double>();
  }
  metrics_.append(line);
  look_for_imbalance(progress);
  // Where no bar is drawn, about twenty plain lines tell how it goes.
  if (!terminal() && (progress.last() ||
                      progress.step - logged_ >= std::max<std::int64_t>(progress.steps / 20, 1))) {
    logged_ = progress.step;
    spdlog::info("step {}/{}  {:.1f} steps/s  {}", progress.step,
                 progress.steps == 0 ? "?" : std::to_string(progress.steps), bar_.rate(),
                 figure_text(progress.figures));
  }
}

void TrainingSession::look_for_imbalance(const Progress& progress) {
  const bool one_sided =
      value(progress.figures, "d_real") > 0.99 && value(progress.figures, "d_fake") < 0.01;
  one_sided_ = one_sided ? one_sided_ + 1 : 0;
  if (one_sided_ == 5) {
    warn_once("one-sided",
              "the discriminator is always right, so the generator learns little from it: if the "
              "sheets stop getting "
              "better, try a larger --r1, a lower --discriminator-lr or --label-smoothing 0.1");
  }
}

void TrainingSession::sample(std::int64_t step) {
  nn::copy_into(nn::named_tensors(*preview_), nn::snapshot(trainable_.weights()), "preview");
  const torch::Tensor items = preview_->sample(preview_count(model_), preview_seed);
  const auto picture = sample_sheet(image_bytes(items), model_, fmt::format("step {}", step));
  pictures::write_png(run_.sample(step), picture);
  if (step > 0 && real_variety_ > 0) {
    if (const auto warning = collapse_warning(variety(items), real_variety_)) {
      warn_once("collapse", *warning);
    }
  }
  if (terminal()) {
    bar_.clear();
    const auto few = image_bytes(items.slice(0, 0, 20));
    const auto strip =
        pictures::sheet({few, static_cast<int>(model_.width), static_cast<int>(model_.height)},
                        {.columns = 10, .scale = 1, .gap = 1});
    fmt::print(stderr, "step {}\n{}\n", step, pictures::half_blocks(strip, 100, true));
  }
}

void TrainingSession::checkpoint(const Progress& progress) {
  const auto weights = trainable_.weights();
  require_finite(trainable_.state(), progress.step);
  save_weights(run_.weights(), weights);
  save_state(run_.state(), trainable_, {progress.step, progress.steps});
}

void TrainingSession::warn_once(const std::string& kind, const std::string& text) {
  if (warned_.find(kind) == std::string::npos) {
    warned_ += kind + " ";
    bar_.clear();
    spdlog::warn("{}", text);
  }
}

void TrainingSession::finish() {
  bar_.clear();
  std::vector<fs::path> sheets;
  for (const auto& entry : fs::directory_iterator(run_.samples())) {
    const std::string name = entry.path().filename().string();
    if (name.starts_with("step-") && name.ends_with(".png")) {
      sheets.push_back(entry.path());
    }
  }
  std::sort(sheets.begin(), sheets.end());
  // At most 60 frames: a longer film says no more and weighs megabytes.
  const std::size_t stride = (sheets.size() + 59) / 60;
  std::vector<pictures::Picture> frames;
  for (std::size_t i = (sheets.size() - 1) % stride; i < sheets.size(); i += stride) {
    frames.push_back(pictures::read_png(sheets[i]));
  }
  pictures::write_gif(run_.animation(), frames, 25, 200);
}

}  // namespace akin::app
