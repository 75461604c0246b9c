#include <gmock/gmock.h>

#include <nlohmann/json.hpp>

#include "akin/io/safetensors.h"

#include "support/tiny_run.h"

namespace akin::tests {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

TEST(Train, WritesTheFilesOfARunAndNoOthers) {
  const TinyFolder folder;
  const AppResult result = folder.run(tiny_training("run"));
  ASSERT_THAT(result, Succeeds());
  EXPECT_THAT(files_below(folder.path() / "run"),
              ElementsAre("config.json", "metrics.jsonl", "model.safetensors", "progress.gif",
                          "samples/step-0000000.png", "samples/step-0000003.png",
                          "samples/step-0000006.png", "state.safetensors"));
  EXPECT_THAT(result.output, HasSubstr("trained    6 steps"));
  EXPECT_THAT(result.output, HasSubstr("akin sample run --nearest"));
  EXPECT_THAT(result.output, Not(HasSubstr("step 1/6")));
  EXPECT_THAT(result.errors, HasSubstr("step 1/6"));
  EXPECT_THAT(result.errors, Not(HasSubstr("\x1b")));  // no progress bar without a terminal
}

TEST(Train, WritesOneLineOfMetricsForEachLoggedStep) {
  const TrainedFolder folder;
  std::istringstream lines(folder.text("run/metrics.jsonl"));
  std::vector<int> steps;
  for (std::string line; std::getline(lines, line);) {
    const auto value = nlohmann::json::parse(line);
    steps.push_back(value.at("step"));
    EXPECT_GT(value.at("d_loss").get<double>(), 0);
  }
  EXPECT_THAT(steps, ElementsAre(1, 2, 3, 4, 5, 6));
}

TEST(Train, GivesTheSameBytesOnlyForTheSameSeed) {
  const TrainedFolder folder;
  ASSERT_THAT(folder.run(tiny_training("same")), Succeeds());
  ASSERT_THAT(folder.run(tiny_training("other") + Words{"--seed", "1"}), Succeeds());
  EXPECT_THAT(differences(folder.path() / "run", folder.path() / "same"), IsEmpty());
  EXPECT_THAT(differences(folder.path() / "run", folder.path() / "other"), testing::SizeIs(5));
}

TEST(Train, ResumesAFinishedRunWithMoreSteps) {
  const TrainedFolder folder({"--schedule", "constant"});
  const Words whole = tiny_training("whole", 12) + Words{"--schedule", "constant"};
  ASSERT_THAT(folder.run({"train", "gan", "--resume", "run", "--steps", "12"}), Succeeds());
  ASSERT_THAT(folder.run(whole), Succeeds());
  EXPECT_THAT(differences(folder.path() / "run", folder.path() / "whole"), IsEmpty());
}

TEST(Train, RecreatesOnlyTheAnimationOfAFinishedRun) {
  const TrainedFolder folder;
  const std::string film = folder.text("run/progress.gif");
  std::filesystem::remove(folder.path() / "run/progress.gif");
  const AppResult result = folder.run({"train", "gan", "--resume", "run"});
  ASSERT_THAT(result, Succeeds());
  EXPECT_THAT(result.errors, HasSubstr("run has done its 6 steps"));
  EXPECT_EQ(folder.text("run/progress.gif"), film);
}

/// The bytes of all files, and when they were written.
std::map<std::string, std::pair<std::string, std::filesystem::file_time_type>> state_of(
    const std::filesystem::path& run) {
  std::map<std::string, std::pair<std::string, std::filesystem::file_time_type>> all;
  for (const std::string& name : files_below(run)) {
    all[name] = {io::read_text(run / name), std::filesystem::last_write_time(run / name)};
  }
  return all;
}

TEST(Train, ChangesNothingWhereNothingIsLeftToDo) {
  const TrainedFolder folder;
  const auto before = state_of(folder.path() / "run");
  for (const Words& more : {Words{}, Words{"--steps", "6"}, Words{"--steps", "3"}}) {
    const AppResult result = folder.run(Words{"train", "gan", "--resume", "run"} + more);
    ASSERT_THAT(result, Succeeds());
    EXPECT_THAT(result.errors, HasSubstr("nothing to do; give a larger --steps to continue"));
    EXPECT_EQ(state_of(folder.path() / "run"), before);
  }
}

TEST(Train, ContinuesATimeBudgetOnlyIfItIsLarger) {
  const TinyFolder folder;
  const auto train = [&](const Words& words) {
    return folder.run(words + Words{"--threads", "1", "--no-report"});
  };
  ASSERT_THAT(train({"train", "gan", "--data", tiny_data, "--generator-width", "4",
                     "--discriminator-width", "4", "--minutes", "0.02", "--out", "run"}),
              Succeeds());
  const auto before = state_of(folder.path() / "run");
  for (const char* minutes : {"0.02", "0.01"}) {
    const AppResult same = train({"train", "gan", "--resume", "run", "--minutes", minutes});
    ASSERT_THAT(same, Succeeds());
    EXPECT_THAT(same.errors, HasSubstr("nothing to do; give a larger --minutes to continue"));
    EXPECT_EQ(state_of(folder.path() / "run"), before);
  }
  const AppResult more = train({"train", "gan", "--resume", "run", "--minutes", "0.06"});
  ASSERT_THAT(more, Succeeds());
  EXPECT_THAT(more.errors, testing::ContainsRegex("continuing at step [0-9]+ of about [0-9]+ "
                                                  "instead of [0-9]+; linear schedule, learning "
                                                  "rate at [0-9]+ % of its peak"));
}

TEST(Train, LeavesADamagedSampleOutOfTheAnimation) {
  const TrainedFolder folder;
  folder.write("run/samples/step-0000003.png", "no picture");
  const AppResult result = folder.run({"train", "gan", "--resume", "run", "--steps", "9"});
  ASSERT_THAT(result, Succeeds());
  EXPECT_THAT(result.errors, HasSubstr("step-0000003.png; progress.gif is made without it"));
  EXPECT_TRUE(folder.has("run/progress.gif"));
}

TEST(Train, FindsItsDataFromAnotherFolder) {
  const TrainedFolder folder;
  std::filesystem::create_directory(folder.path() / "other");
  const auto sample = [&] {
    return run_app({"sample", "../run", "--nearest", "--count", "4", "--out", "x.png", "--force"},
                   folder.path() / "other");
  };
  ASSERT_THAT(sample(), Succeeds());
  std::filesystem::rename(folder.path() / tiny_data, folder.path() / "moved");
  EXPECT_THAT(sample(),
              Refuses(2, (std::filesystem::canonical(folder.path()) / tiny_data).string()));
}

TEST(Train, NumbersRunsAndFindsTheLatest) {
  const TinyFolder folder;
  const Words words = tiny_settings() + Words{"--steps", "1"};
  ASSERT_THAT(folder.run(words), Succeeds());
  ASSERT_THAT(folder.run(words), Succeeds());
  const std::string stem = std::string("runs/gan-") + tiny_data;
  EXPECT_TRUE(folder.has(stem + "-1/model.safetensors"));
  EXPECT_TRUE(folder.has(stem + "-2/model.safetensors"));
  const AppResult sampled = folder.run({"sample", "latest"});
  ASSERT_THAT(sampled, Succeeds());
  EXPECT_EQ(sampled.output, stem + "-2/sample-1.png\n");
}

TEST(Train, TurnsMinutesIntoStepsAndStoresThem) {
  const TinyFolder folder;
  const Words words = {"train",
                       "gan",
                       "--data",
                       tiny_data,
                       "--generator-width",
                       "4",
                       "--discriminator-width",
                       "4",
                       "--minutes",
                       "0.02",
                       "--out",
                       "run"};
  const AppResult result = folder.run(words);
  ASSERT_THAT(result, Succeeds());
  const auto state = io::read_safetensors(folder.path() / "run/state.safetensors");
  EXPECT_EQ(state.metadata.at("step"), state.metadata.at("steps"));
  EXPECT_GT(std::stoi(state.metadata.at("steps")), 5);
}

TEST(Train, TrainsOnBuiltInDigits) {
  const TinyFolder folder;
  const AppResult result =
      folder.run(tiny_training("run", 2) + Words{"--data", "digits", "--limit", "500"});
  EXPECT_THAT(result, Refuses(2, "--data"));  // given twice
  Words words = tiny_training("run", 2) + Words{"--limit", "500"};
  *std::find(words.begin(), words.end(), tiny_data) = "digits";
  const AppResult trained = folder.run(words);
  ASSERT_THAT(trained, Succeeds());
  EXPECT_THAT(trained.errors, HasSubstr("digits (500 images)"));
}

TEST(Train, ForceReplacesARunAndKeepsOtherFiles) {
  const TrainedFolder folder;
  folder.write("run/notes.txt", "mine");
  folder.write("run/samples/mine.png", "mine");
  ASSERT_THAT(folder.run(tiny_training("run", 3) + Words{"--force"}), Succeeds());
  EXPECT_FALSE(folder.has("run/samples/step-0000006.png"));
  EXPECT_EQ(folder.text("run/notes.txt"), "mine");
  EXPECT_EQ(folder.text("run/samples/mine.png"), "mine");
}

TEST(Train, RemovesTemporaryFilesOfAKilledProcess) {
  const TrainedFolder folder;
  folder.write("run/state.safetensors.123-4.tmp", "half");
  folder.write("run/samples/step-0000003.png.123-5.tmp", "half");
  folder.write("run/mine.tmp", "mine");
  ASSERT_THAT(folder.run({"train", "gan", "--resume", "run"}), Succeeds());
  EXPECT_FALSE(folder.has("run/state.safetensors.123-4.tmp"));
  EXPECT_FALSE(folder.has("run/samples/step-0000003.png.123-5.tmp"));
  EXPECT_TRUE(folder.has("run/mine.tmp"));
}

}  // namespace
}  // namespace akin::tests
