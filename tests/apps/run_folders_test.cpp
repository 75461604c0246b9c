#include <memory>
#include <vector>

#include <gmock/gmock.h>
#include <sys/stat.h>

#include "akin/io/folder_lock.h"
#include "akin/io/paths.h"

#include "support/tiny_run.h"

namespace akin::tests {
namespace {

namespace fs = std::filesystem;
using testing::AllOf;
using testing::HasSubstr;

/// What every path below a folder is, with the bytes of files and the targets of links; `but`: a
/// path that is left out with all below it.
std::map<std::string, std::string> snapshot(const fs::path& folder, const Words& but = {}) {
  std::map<std::string, std::string> all;
  for (auto entry = fs::recursive_directory_iterator(folder);
       entry != fs::recursive_directory_iterator(); ++entry) {
    const std::string name = entry->path().lexically_relative(folder).string();
    if (std::find(but.begin(), but.end(), name) != but.end()) {
      entry.disable_recursion_pending();
    } else if (entry->is_symlink()) {
      all[name] = "link to " + fs::read_symlink(entry->path()).string();
    } else if (io::is_plain_file(entry->path())) {
      all[name] = "file of " + io::read_text(entry->path());
    } else {
      all[name] = entry->is_directory() ? "folder" : "other";
    }
  }
  return all;
}

/// A command that trains until it is stopped.
Words endless(const std::string& out) {
  Words words = tiny_training(out, 1'000'000);
  for (const char* option : {"--sample-every", "--checkpoint-every"}) {
    *(std::find(words.begin(), words.end(), option) + 1) = "1000";
  }
  return words;
}

/// Waits until a run has logged metrics.
bool trains(App& app, const fs::path& run) {
  return app.wait_until([&] {
    std::error_code ignored;
    const auto size = fs::file_size(run / "metrics.jsonl", ignored);
    return !ignored && size > 0;
  });
}

AppRequest comparison(const TinyFolder& folder, const Words& more = {}) {
  return {.words = Words{"compare", "--threads", "1", "--data", tiny_data, "--images", "1000000000",
                         "--samples", "100"} +
                   more,
          .folder = folder.path(),
          .environment = {{"XDG_CACHE_HOME", (folder.path() / "cache").string()}}};
}

/// Whether no process has a folder, which is how the end of a child shows.
bool is_free(const fs::path& folder) {
  return io::FolderLock::try_lock(folder).has_value();
}

TEST(RunFolders, OfTenTrainingsAtOnceAreTen) {
  const TinyFolder folder;
  std::vector<std::unique_ptr<App>> apps;
  for (int seed = 0; seed < 10; ++seed) {
    apps.push_back(std::make_unique<App>(AppRequest{
        .words =
            tiny_settings() + Words{"--steps", "3", "--seed", std::to_string(seed), "--no-report"},
        .folder = folder.path()}));
  }
  for (const auto& app : apps) {
    ASSERT_THAT(app->wait(), Succeeds());
  }
  std::set<std::string> weights;
  for (int number = 1; number <= 10; ++number) {
    const std::string run = fmt::format("runs/gan-{}-{}", tiny_data, number);
    ASSERT_TRUE(folder.has(run + "/progress.gif")) << run;
    weights.insert(folder.text(run + "/model.safetensors"));
  }
  EXPECT_EQ(weights.size(), 10U);
}

TEST(RunFolders, AreUsedByOneProcessAtATime) {
  const TinyFolder folder;
  App app({.words = endless("run"), .folder = folder.path()});
  ASSERT_TRUE(trains(app, folder.path() / "run")) << app.errors_so_far();
  EXPECT_THAT(folder.run({"train", "gan", "--resume", "run"}), Refuses(1, "which is in use"));
  EXPECT_THAT(folder.run(tiny_training("run") + Words{"--force"}), Refuses(1, "which is in use"));
  app.send(SIGTERM);
  EXPECT_EQ(app.wait().status, 130);
  EXPECT_TRUE(is_free(folder.path() / "run"));
}

TEST(RunFolders, AreLeftWithoutATraceIfTheDataCannotBeRead) {
  const TinyFolder folder;
  folder.write("broken.idx", std::string(20, '\0'));
  Words words = tiny_settings();
  *std::find(words.begin(), words.end(), tiny_data) = "broken.idx";
  EXPECT_EQ(folder.run(words).status, 1);
  EXPECT_FALSE(folder.has("runs"));
}

TEST(Comparisons, AreMadeByOneProcessAtATimeThatNoChildOutlives) {
  const TinyFolder folder;
  const fs::path run = folder.path() / "report/runs/gan-1";
  App app(comparison(folder));
  ASSERT_TRUE(trains(app, run)) << app.errors_so_far();
  for (const Words& more : {Words{}, Words{"--force"}}) {
    EXPECT_THAT(run_app(comparison(folder, more)), Refuses(1, "report, which is in use"));
  }
  EXPECT_FALSE(is_free(run));
  app.send(SIGKILL);
  EXPECT_EQ(app.wait().signal, SIGKILL);
  EXPECT_TRUE(eventually([&] { return is_free(run); }));
}

/// Everything that a command must not change, and commands that are told to.
class Foreign : public testing::Test {
 protected:
  Foreign() {
    folder_.write("hf/config.json", R"({"model_type": "gpt2"})");
    folder_.write("hf/tokenizer.json", "{}");
    folder_.write("hf/model.safetensors", "weights");
    folder_.write("runs/mine.txt", "mine");
    folder_.write("parts/anchors.json", "[]");
    folder_.write("text.txt", "once upon a time\n");
    fs::create_symlink("text.txt", folder_.path() / "link.txt");
    mkfifo((folder_.path() / "pipe.txt").c_str(), 0600);
  }

  void expect_refused(const Words& words, const std::string& part) {
    const auto before = snapshot(folder_.path());
    const AppResult result = folder_.run(words);
    EXPECT_EQ(result.status, 1) << result.errors;
    EXPECT_THAT(result.errors, HasSubstr(part));
    EXPECT_EQ(snapshot(folder_.path()), before) << result.errors;
  }

  TrainedFolder folder_;
};

TEST_F(Foreign, FoldersAreNotReplaced) {
  expect_refused(tiny_training("hf") + Words{"--force"}, "with other files in it");
  expect_refused(tiny_training(".") + Words{"--force"}, "with other files in it");
  expect_refused({"compare", "run", "--force", "--out", "."}, "without the runs to compare");
  expect_refused({"compare", "--data", tiny_data, "--force", "--out", "."},
                 "with other files in it");
  expect_refused({"compare", "--data", tiny_data, "--force", "--out", "hf"},
                 "with other files in it");
  expect_refused({"import", "vae", "hf/model.safetensors", "--out", "hf", "--force"},
                 "with other files in it");
}

TEST_F(Foreign, InputsAreNotReplaced) {
  expect_refused({"sample", "run", "--out", "run/samples/step-0000003.png", "--force"},
                 "expected a file that the command does not read");
  expect_refused({"evaluate", "run", "--dump", "run/metrics.jsonl", "--force"},
                 "expected a file that the command does not read");
  expect_refused({"evaluate", "run", "--dump", tiny_data, "--force"},
                 "expected a file that the command does not read");
  expect_refused({"data", "show", tiny_data, "--out", tiny_data, "--force"},
                 "expected a file that the command does not read");
  expect_refused({"data", "show", tiny_data, "--out", "link.txt", "--force"}, "a symbolic link");
  expect_refused({"data", "show", tiny_data, "--out", "pipe.txt", "--force"}, "of another kind");
  expect_refused({"import", "gan", "run/model.safetensors", "--out", "run", "--force"},
                 "expected a folder without what the command reads");
  expect_refused(
      tiny_transformer("run/metrics.jsonl") + Words{"--steps", "2", "--out", "run", "--force"},
      "expected a folder without what the command reads");
}

TEST_F(Foreign, FilesInARunAreNotReachedThroughLinks) {
  const fs::path run = folder_.path() / "run";
  folder_.write("elsewhere/step-0000003.png", "mine");
  for (const char* name : {"samples", "metrics.jsonl", "state.safetensors"}) {
    const fs::path kept = folder_.path() / "kept";
    fs::rename(run / name, kept);
    fs::create_symlink(
        fs::is_directory(kept) ? folder_.path() / "elsewhere" : folder_.path() / "text.txt",
        run / name);
    expect_refused(tiny_training("run") + Words{"--force"}, "got a symbolic link");
    expect_refused({"train", "gan", "--resume", "run", "--steps", "9"}, "got a symbolic link");
    fs::remove(run / name);
    mkfifo((run / name).c_str(), 0600);
    expect_refused({"train", "gan", "--resume", "run", "--steps", "9"}, "got another kind");
    expect_refused({"inspect", "run"}, "got another kind");
    fs::remove(run / name);
    fs::rename(kept, run / name);
  }
  ASSERT_THAT(folder_.run({"train", "gan", "--resume", "run", "--steps", "9"}), Succeeds());
}

TEST_F(Foreign, FilesBesideAkinsOwnStay) {
  folder_.write("run/notes.txt", "mine");
  folder_.write("run/samples/step-by-step.png", "mine");
  const Words own = {"run/config.json",
                     "run/metrics.jsonl",
                     "run/model.safetensors",
                     "run/state.safetensors",
                     "run/progress.gif",
                     "run/samples/step-0000000.png",
                     "run/samples/step-0000003.png",
                     "run/samples/step-0000006.png"};
  const auto before = snapshot(folder_.path(), own);
  ASSERT_THAT(folder_.run(tiny_training("run", 3) + Words{"--seed", "1", "--force"}), Succeeds());
  EXPECT_EQ(snapshot(folder_.path(), own), before);
  EXPECT_FALSE(folder_.has("run/samples/step-0000006.png"));
}

TEST_F(Foreign, AComparisonIsStartedOverWithoutThem) {
  const auto compare = [&](const Words& more) {
    return run_app({.words = Words{"compare", "run", "--samples", "100", "--threads", "1"} + more,
                    .folder = folder_.path(),
                    .environment = {{"XDG_CACHE_HOME", (folder_.path() / "cache").string()}}});
  };
  ASSERT_THAT(compare({}), Succeeds());
  ASSERT_TRUE(folder_.has("report/parts/run-0.json"));
  folder_.write("report/parts/notes.json", "{}");
  folder_.write("report/runs/run-0/config.json", R"({"model_type": "gpt2"})");
  ASSERT_THAT(folder_.run(tiny_training("report/runs/mine")), Succeeds());
  const Words own = {"cache", "report"};
  const auto before = snapshot(folder_.path(), own);
  const auto mine = snapshot(folder_.path() / "report/runs");
  const AppResult result = compare({"--force"});
  ASSERT_THAT(result, Succeeds());
  EXPECT_THAT(result.errors, HasSubstr("measuring run-0"));
  EXPECT_EQ(snapshot(folder_.path(), own), before);
  EXPECT_EQ(snapshot(folder_.path() / "report/runs"), mine);
  EXPECT_EQ(folder_.text("report/parts/notes.json"), "{}");
  expect_refused({"compare", "report/runs/mine", "--force"}, "without the runs to compare");

  fs::rename(folder_.path() / "report/parts", folder_.path() / "elsewhere");
  fs::create_directory_symlink(folder_.path() / "elsewhere", folder_.path() / "report/parts");
  expect_refused({"compare", "run", "--samples", "100", "--threads", "1", "--force"},
                 "got a symbolic link");
}

}  // namespace
}  // namespace akin::tests
