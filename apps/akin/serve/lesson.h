#pragma once

#include <atomic>
#include <string>
#include <thread>
#include <vector>

#include "akin/io/folder_lock.h"

#include "serve/lesson_plan.h"
#include "serve/model_registry.h"
#include "terminal/progress_bar.h"

namespace akin::app {

/// Trains the runs that the chapters of the page need, one after another in processes `akin train`
/// of low priority, while the page is served. Each run is shown once it is trained; one that
/// fails is left out with a word. A process that is stopped saves its run, which the next Lesson in
/// the same folder continues.
class Lesson {
 public:
  /// Shows the runs that are trained already and starts with the others. `models` outlives the
  /// lesson. Errors: those of plan_lesson(); another process uses the folder.
  Lesson(ModelRegistry& models, const LessonOptions& options);
  ~Lesson();
  Lesson(const Lesson&) = delete;
  Lesson& operator=(const Lesson&) = delete;

 private:
  void train_all();
  /// Whether the run is trained to its end.
  bool train(const LessonRun& run);
  void show(const LessonRun& run);
  void report(const LessonRun* current, ProgressBar& bar);
  /// Waits a moment; whether the lesson goes on.
  bool wait();

  ModelRegistry& models_;
  std::filesystem::path folder_;  // of the runs, and of a log of each
  io::FolderLock lock_;
  std::vector<LessonRun> runs_;
  std::vector<LessonRun> to_train_;  // from done_ on
  std::size_t done_ = 0;
  std::vector<std::string> failed_;
  std::atomic<bool> stopping_ = false;
  std::thread thread_;
};

}  // namespace akin::app
