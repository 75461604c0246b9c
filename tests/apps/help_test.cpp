#include <gmock/gmock.h>

#include "support/tiny_run.h"

namespace akin::tests {
namespace {

using testing::AllOf;
using testing::ContainsRegex;
using testing::HasSubstr;

std::string help(Words words) {
  words.push_back("--help");
  const AppResult result = run_app(words, {});
  EXPECT_THAT(result, Succeeds());
  EXPECT_EQ(result.errors, "");
  return result.output;
}

TEST(Help, ListsCommandsAndShowsDefaults) {
  EXPECT_THAT(help({}), AllOf(HasSubstr("train"), HasSubstr("sample"), HasSubstr("inspect")));
  EXPECT_THAT(help({"train"}), HasSubstr("gan"));
  EXPECT_THAT(help({"train", "gan"}),
              AllOf(ContainsRegex("--batch-size [^\n]*[=[][0-9]+"),
                    ContainsRegex("--data [^\n]*=[a-z]+"), ContainsRegex("--loss [^\n]*=[a-z]+"),
                    ContainsRegex("--preset [^\n]*=[a-z]+"), HasSubstr("AKIN_SEED")));
  EXPECT_THAT(help({"sample"}),
              AllOf(ContainsRegex("--count [^\n]*[=[][0-9]+"), HasSubstr("RUN/sample-N.png")));
  EXPECT_THAT(help({"data", "show"}),
              AllOf(ContainsRegex("--count [^\n]*[=[][0-9]+"), HasSubstr("else a sixth")));
  EXPECT_THAT(help({"data"}), AllOf(HasSubstr("list"), HasSubstr("fetch"), HasSubstr("show")));
  EXPECT_THAT(help({"inspect"}), AllOf(HasSubstr("--json"), HasSubstr("--command")));
}

TEST(Help, PrintsTheVersion) {
  const AppResult result = run_app({"--version"}, {});
  ASSERT_THAT(result, Succeeds());
  EXPECT_THAT(result.output,
              testing::MatchesRegex("akin [0-9.]+ .[A-Za-z]+ build, LibTorch [^ ]+.\n"));
}

TEST(Help, SuggestsTheNearestCommandAndOption) {
  const auto run = [](const Words& words) { return run_app(words, {}); };
  EXPECT_THAT(run({"trian", "gan"}), Refuses(2, "got 'trian'; did you mean 'train'?"));
  EXPECT_THAT(run({"train", "gna"}), Refuses(2, "got 'gna'; did you mean 'gan'?"));
  EXPECT_THAT(run({"data", "shwo"}), Refuses(2, "got 'shwo'; did you mean 'show'?"));
  EXPECT_THAT(run({"--verison"}), Refuses(2, "did you mean '--version'?"));
  EXPECT_THAT(run({"train", "gan", "--stpes", "3"}), Refuses(2, "did you mean '--steps'?"));
  EXPECT_THAT(run({"train", "gan", "--lr", "1", "--batchsize=3"}),
              Refuses(2, "got '--batchsize'; did you mean '--batch-size'?"));
  EXPECT_THAT(run({"sample", "run", "--nearst"}), Refuses(2, "did you mean '--nearest'?"));
}

TEST(Help, NamesWhatIsMissing) {
  const auto run = [](const Words& words) { return run_app(words, {}); };
  EXPECT_THAT(run({}),
              Refuses(2,
                      "expected one of train, sample, reconstruct, evaluate, compare, serve, data, "
                      "inspect, import, doctor after `akin`"));
  EXPECT_THAT(run({"train"}), Refuses(2, "expected one of gan"));
  EXPECT_THAT(run({"sample"}), Refuses(2, "see `akin sample --help`"));
  EXPECT_THAT(run({"train", "gan", "--steps"}), Refuses(2, "--steps"));
  EXPECT_THAT(run({"sample", "a", "b"}), Refuses(2, "b"));
}

}  // namespace
}  // namespace akin::tests
