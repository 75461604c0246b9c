#include <gmock/gmock.h>

#include <nlohmann/json.hpp>

#include "support/tiny_run.h"

namespace akin::tests {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;

/// Runs a line in a shell in which "akin" is the app.
int shell(const std::filesystem::path& folder, std::string line) {
  line = fmt::format("cd '{}' && akin() {{ '{}' \"$@\"; }} && {} >/dev/null 2>&1", folder.string(),
                     AKIN_APP, line);
  return std::system(line.c_str());
}

/// The printed command with another --out.
std::string command_of(const TinyFolder& folder, const std::string& run, const std::string& out) {
  const AppResult result = folder.run({"inspect", run, "--command"});
  EXPECT_THAT(result, Succeeds());
  EXPECT_EQ(std::count(result.output.begin(), result.output.end(), '\n'), 1);
  return result.output.substr(0, result.output.size() - 1) + " --out " + out;
}

TEST(Inspect, ShowsLayersAndCountsParameters) {
  const TrainedFolder folder;
  const AppResult result = folder.run({"inspect", "run"});
  ASSERT_THAT(result, Succeeds());
  EXPECT_THAT(result.output, HasSubstr("gan, preset mini"));
  EXPECT_THAT(result.output, HasSubstr("6 of 6 steps of 8 images, seed 0"));
  EXPECT_THAT(result.output, testing::ContainsRegex("generator: [1-9][0-9]+ parameters"));
  EXPECT_THAT(result.output, testing::ContainsRegex("discriminator: [1-9][0-9]+ parameters"));
  EXPECT_THAT(result.output, HasSubstr("10 classes, 28x28"));
}

TEST(Inspect, PrintsOneJsonObjectAndNothingElse) {
  const TrainedFolder folder;
  const AppResult result = folder.run({"inspect", "run", "--json"});
  ASSERT_THAT(result, Succeeds());
  const auto json = nlohmann::json::parse(result.output);
  EXPECT_EQ(json.at("training").at("batch_size"), 8);
  EXPECT_EQ(json.at("model").at("generator_width"), 4);
  EXPECT_THAT(result.errors, IsEmpty());
}

TEST(Inspect, PrintsTheCommandThatRepeatsTheRunByteForByte) {
  const TrainedFolder folder(
      {"--conditional", "--lr", "0.00123", "--seed", "5", "--holdout", "7", "--skew", "3:0.3"});
  ASSERT_EQ(shell(folder.path(), command_of(folder, "run", "again")), 0);
  EXPECT_THAT(differences(folder.path() / "run", folder.path() / "again"), IsEmpty());
}

TEST(Inspect, QuotesPathsForTheShell) {
  const TinyFolder folder;
  const auto odd = folder.path() / "it's mine $HOME";
  std::filesystem::create_directory(odd);
  write_tiny_data(odd);
  Words words = tiny_training("run", 1);
  *std::find(words.begin(), words.end(), tiny_data) = "it's mine $HOME/" + std::string(tiny_data);
  ASSERT_THAT(folder.run(words), Succeeds());
  ASSERT_EQ(shell(folder.path(), command_of(folder, "run", "again")), 0);
  EXPECT_THAT(differences(folder.path() / "run", folder.path() / "again"), IsEmpty());
}

TEST(Inspect, RefusesBothKindsOfOutputAtOnceAndRunsWithoutState) {
  const TrainedFolder folder;
  EXPECT_THAT(folder.run({"inspect", "run", "--json", "--command"}), Refuses(2, "excludes"));
  std::filesystem::remove(folder.path() / "run/state.safetensors");
  EXPECT_THAT(folder.run({"inspect", "run", "--command"}), Refuses(1, "state.safetensors"));
}

}  // namespace
}  // namespace akin::tests
