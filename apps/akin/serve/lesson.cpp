#include "serve/lesson.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <csignal>
#include <sstream>
#include <utility>

#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include "akin/base/require.h"
#include "akin/io/file.h"
#include "akin/io/json.h"
#include "akin/io/json_lines.h"
#include "akin/io/paths.h"

#include "command_line/child_process.h"

namespace akin::app {

using namespace std::chrono_literals;
using nlohmann::json;

namespace {

constexpr int low_priority = 10;     // a tenth of a visitor's share, see nice(1)
constexpr double start_seconds = 4;  // until a process trains, about
constexpr auto reporting_interval = 200ms;
constexpr int polls_to_stop = 25;

io::FolderLock locked(const std::filesystem::path& folder) {
  auto lock = io::FolderLock::try_lock(folder);
  require(
      lock.has_value(),
      "[--lesson] expected a folder that no other process uses, got {}; wait for that process or "
      "stop it",
      folder.string());
  return *std::move(lock);
}

/// How far a run is.
struct Spent {
  double seconds = 0;
  std::int64_t step = 0;
};

Spent spent_on(const RunFolder& run) {
  Spent spent;
  if (io::is_plain_file(run.metrics())) {
    io::each_json_line(run.metrics(), [&](const nlohmann::ordered_json& line) {
      spent.seconds = io::number_or(line, "seconds", spent.seconds);
      spent.step = static_cast<std::int64_t>(io::number_or(line, "step", 0));
    });
  }
  return spent;
}

std::vector<std::string> arguments_for(const LessonRun& run) {
  if (!is_run(run.run)) {
    return run.training;
  }
  return {"train", run.training.at(1), "--resume", run.run.path().string(), "--no-report"};
}

/// What a process said last, without its date and level.
std::string last_words(const std::filesystem::path& log) {
  std::istringstream lines(io::is_plain_file(log) ? io::read_text(log) : "");
  std::string last;
  for (std::string line; std::getline(lines, line);) {
    const std::size_t start = line.find("akin: ");
    last = start == std::string::npos ? last : line.substr(start + 6);
  }
  return last;
}

}  // namespace

Lesson::Lesson(ModelRegistry& models, const LessonOptions& options)
    : models_(models),
      folder_(options.folder),
      lock_(locked(options.folder)),
      runs_(plan_lesson(options)) {
  for (const LessonRun& run : runs_) {
    if (is_trained(run.run)) {
      show(run);
    } else {
      to_train_.push_back(run);
    }
  }
  ProgressBar quiet(0);
  report(nullptr, quiet);
  if (!to_train_.empty()) {
    spdlog::info(
        "{} of {} models are to be trained in {}, in about {} minutes; the page shows each "
        "once it is",
        to_train_.size(), runs_.size(), options.folder.string(),
        fmt::format("{:.0f}", models_.lesson()["progress"]["seconds_left"].get<double>() / 60));
  }
  thread_ = std::thread([this] { train_all(); });
}

Lesson::~Lesson() {
  stopping_ = true;
  thread_.join();
}

bool Lesson::wait() {
  std::this_thread::sleep_for(reporting_interval);
  return !stopping_;
}

void Lesson::show(const LessonRun& run) {
  try {
    models_.add(run.run);
  } catch (const std::exception& error) {
    spdlog::error("lesson: {} cannot be shown: {}", run.role, error.what());
    failed_.push_back(run.role);
  }
}

void Lesson::train_all() {
  models_.preload();
  for (; done_ < to_train_.size() && !stopping_; ++done_) {
    const LessonRun& run = to_train_[done_];
    try {
      if (train(run)) {
        show(run);
        models_.preload();
      } else if (stopping_) {
        return;
      }
    } catch (const std::exception& error) {
      spdlog::error("lesson: {} could not be trained: {}", run.role, error.what());
      failed_.push_back(run.role);
    }
  }
  ProgressBar bar(0);
  report(nullptr, bar);
  if (!stopping_) {
    spdlog::info("lesson: all models are there{}", failed_.empty() ? "" : " that could be trained");
  }
}

bool Lesson::train(const LessonRun& run) {
  // A process that was stopped a moment ago may still be saving this run.
  while (!io::FolderLock::try_lock(run.run.path())) {
    if (!wait()) {
      return false;
    }
  }
  const auto log = folder_ / (run.role + ".log");
  std::error_code ignored;
  std::filesystem::remove(log, ignored);
  ChildProcess child(arguments_for(run), {log, low_priority, SIGTERM});
  ProgressBar bar(spent_on(run.run).step);
  while (!child.poll()) {
    report(&run, bar);
    if (!wait()) {
      child.signal(SIGTERM);
      for (int i = 0; i < polls_to_stop && !child.poll(); ++i) {
        wait();
      }
      return false;
    }
  }
  bar.clear();
  require(child.poll()->status == 0 && is_trained(run.run), "{}", last_words(log));
  spdlog::info("lesson: {} is trained, {} of {}", run.role,
               runs_.size() - to_train_.size() + done_ + 1, runs_.size());
  return true;
}

void Lesson::report(const LessonRun* current, ProgressBar& bar) {
  double total = 0;
  double left = 0;
  for (const LessonRun& run : runs_) {
    total += 60 * run.minutes + start_seconds;
  }
  for (std::size_t i = done_; i < to_train_.size(); ++i) {
    left += 60 * to_train_[i].minutes + start_seconds;
  }
  const Spent spent = current == nullptr ? Spent() : spent_on(current->run);
  left = std::max(left - spent.seconds, 0.0);
  std::vector<std::string> roles;
  for (std::size_t i = done_; i < to_train_.size(); ++i) {
    roles.push_back(to_train_[i].role);
  }
  const std::size_t done = runs_.size() - roles.size();
  models_.set_lesson({{"done", done},
                      {"total", runs_.size()},
                      {"current", current == nullptr ? "" : current->role},
                      {"percent", total > 0 ? std::round(100 * (1 - left / total)) : 100.0},
                      {"seconds_left", std::round(left)},
                      {"failed", failed_}},
                     roles);
  if (current != nullptr && bar.due()) {
    const double planned = 60 * current->minutes;
    const auto steps =
        spent.seconds > 0
            ? static_cast<std::int64_t>(static_cast<double>(spent.step) * planned / spent.seconds)
            : 0;
    bar.tick(spent.step);
    bar.show(spent.step, std::max(steps, spent.step),
             {fmt::format("{}, {} of {}", current->role, done + 1, runs_.size()),
              fmt::format("{} in all", clock_text(left))});
  }
}

}  // namespace akin::app
