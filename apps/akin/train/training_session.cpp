#include "train/training_session.h"

#include <algorithm>
#include <cstdio>

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <spdlog/spdlog.h>

#include "akin/base/require.h"
#include "akin/io/json.h"
#include "akin/pictures/picture_files.h"
#include "akin/training/health.h"

#include "command_line/environment.h"
#include "train/preview.h"

namespace akin::app {

namespace fs = std::filesystem;

namespace {

/// Validation batches that are evaluated with every preview.
constexpr std::int64_t preview_batches = 4;

/// Of the first training batch, for comparison.
double variety_of_real(const Splits& splits) {
  const torch::Tensor real = splits.train(0).data;
  const bool images = real.is_floating_point();
  return !images || real.size(0) < 2 ? 0 : variety(real.slice(0, 0, 64));
}

std::vector<std::string> metric_texts(const StepMetrics& metrics) {
  std::vector<std::string> texts;
  for (const auto& metric : metrics) {
    texts.push_back(fmt::format("{} {:.2f}", metric.label.empty() ? metric.name : metric.label,
                                metric.value.item<double>()));
  }
  return texts;
}

}  // namespace

TrainingSession::TrainingSession(RunFolder run, const Recipe& recipe, const Dataset& data,
                                 const Trainable& trainable, const Splits& splits,
                                 const Position& start, double seconds_spent)
    : run_(std::move(run)),
      settings_(recipe.training),
      trainable_(trainable),
      splits_(splits),
      preview_(recipe.family->make_model(data.data_spec(), 0)),
      real_variety_(variety_of_real(splits)),
      metrics_(run_.metrics()),
      bar_(start.step),
      seconds_before_(seconds_spent),
      begin_(std::chrono::steady_clock::now()),
      validations_(settings_.patience) {
  read_validations();
  preview_->to(trainable.weights().begin()->second.device());
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
  const bool interrupted = stop_requested();
  bool end = interrupted || progress.last();
  if (end || progress.step % settings_.log_every == 0) {
    log(progress);
  }
  if (progress.last() || progress.step % settings_.sample_every == 0) {
    sample(progress.step);
    end = end || validations_.exhausted();
  }
  if (end || progress.step % settings_.checkpoint_every == 0) {
    checkpoint(progress);
  }
  if (bar_.due()) {
    bar_.show(progress.step, progress.steps, texts(progress.metrics));
  }
  return end ? Next::stop : Next::proceed;
}

void TrainingSession::log(const Progress& progress) {
  require_finite(progress.metrics, progress.step);
  nlohmann::ordered_json line;
  line["step"] = progress.step;
  line["epoch"] = static_cast<double>(progress.step * settings_.batch_size) /
                  static_cast<double>(splits_.items);
  line["seconds"] = seconds();
  for (const auto& metric : progress.metrics) {
    line[metric.name] = metric.value.item<double>();
  }
  metrics_.append(line);
  advise(progress.metrics);
  // Without a bar, about twenty plain lines show the progress.
  if (!standard_error().interactive &&
      (progress.last() ||
       progress.step - logged_ >= std::max<std::int64_t>(progress.steps / 20, 1))) {
    logged_ = progress.step;
    const std::string rate =  // unknown in the first half second
        bar_.rate() > 0 ? fmt::format("{:.1f} steps/s  ", bar_.rate()) : "";
    spdlog::info("step {}/{}  {}{}", progress.step,
                 progress.steps == 0 ? "?" : std::to_string(progress.steps), rate,
                 fmt::join(texts(progress.metrics), "  "));
  }
}

void TrainingSession::advise(const StepMetrics& metrics) {
  const auto advice = trainable_.advice(metrics);
  advised_ = advice ? advised_ + 1 : 0;
  if (advised_ == 5) {
    warn_once("advice", *advice);
  }
}

void TrainingSession::look_for_collapse(const torch::Tensor& samples) {
  if (real_variety_ > 0) {
    if (const auto warning = collapse_warning(variety(samples), real_variety_)) {
      warn_once("collapse", *warning);
    }
  }
}

void TrainingSession::sample(std::int64_t step) {
  nn::copy_into(preview_->tensors(), nn::snapshot(trainable_.weights()), "preview");
  const Preview preview(*preview_, fmt::format("step {}", step));
  preview.write(run_.sample(step, preview.extension()));
  if (step > 0 && !validate_preview(step) && preview.images().defined()) {
    look_for_collapse(preview.images());  // models with a likelihood are watched by it
  }
  if (const Terminal terminal = standard_error(); terminal.interactive) {
    bar_.clear();
    std::fputs(fmt::format("step {}\n{}\n", step, preview.glance(terminal)).c_str(), stderr);
  }
}

bool TrainingSession::validate_preview(std::int64_t step) {
  const auto nats = evaluate_nll(*preview_, splits_, preview_batches);
  if (nats) {
    validation_nll_ = nats->mean();
    nlohmann::ordered_json line = {
        {"step", step}, {"seconds", seconds()}, {"validation_nll", *validation_nll_}};
    if (validations_.add(step, *validation_nll_) && keeps_best()) {
      require_finite(trainable_.state(), step);
      save_weights(run_.weights(), trainable_.weights());
      line["kept"] = true;
    }
    metrics_.append(line);
  }
  return nats.has_value();
}

void TrainingSession::read_validations() {
  io::each_json_line(run_.metrics(), [&](const nlohmann::ordered_json& line) {
    if (line.contains("validation_nll")) {
      validations_.add(static_cast<std::int64_t>(io::number_or(line, "step", 0)),
                       io::number_or(line, "validation_nll", 0));
    }
  });
}

std::vector<std::string> TrainingSession::texts(const StepMetrics& metrics) const {
  std::vector<std::string> texts = metric_texts(metrics);
  if (validation_nll_) {
    texts.push_back(fmt::format("validation NLL {:.2f}", *validation_nll_));
  }
  return texts;
}

void TrainingSession::checkpoint(const Progress& progress) {
  const auto weights = trainable_.weights();
  require_finite(trainable_.state(), progress.step);
  if (!keeps_best() || !validations_.best()) {
    save_weights(run_.weights(), weights);
  }
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
  write_animation(run_);
}

void write_animation(const RunFolder& run) {
  const std::vector<fs::path> sheets = run.sample_sheets();  // none of text
  // At most 60 frames: more weigh megabytes and show nothing new.
  const std::size_t stride = (sheets.size() + 59) / 60;
  std::vector<pictures::Picture> frames;  // the last one first
  for (std::size_t i = 0; i < sheets.size(); i += stride) {
    const fs::path& sheet = sheets[sheets.size() - 1 - i];
    try {
      pictures::Picture frame = pictures::read_png(sheet);
      if (!frames.empty()) {
        const pictures::Picture& last = frames.front();
        require(frame.width() == last.width() && frame.height() == last.height(),
                "[png] expected {} x {} pixels, got {} x {} in {}", last.width(), last.height(),
                frame.width(), frame.height(), sheet.string());
      }
      frames.push_back(std::move(frame));
    } catch (const Error& error) {
      spdlog::warn("{}; progress.gif is made without it", error.what());
    }
  }
  if (!frames.empty()) {
    std::reverse(frames.begin(), frames.end());
    pictures::write_gif(run.animation(), frames, 25, 200);
  }
}

bool animation_is_old(const RunFolder& run) {
  const std::vector<fs::path> sheets = run.sample_sheets();
  return !sheets.empty() &&
         (!fs::exists(run.animation()) ||
          fs::last_write_time(run.animation()) < fs::last_write_time(sheets.back()));
}

}  // namespace akin::app
