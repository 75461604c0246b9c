#include <fstream>
#include <set>
#include <string>

#include <gmock/gmock.h>

#include <nlohmann/json.hpp>

#include "support/tiny_run.h"

// These tests run the app with tests/families/registry.cpp in place of
// lib/akin/families/registry.cpp, which adds the family of tests/families/bernoulli.

namespace akin {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using tests::run_app;
using tests::Succeeds;
using tests::TinyFolder;
using tests::Words;

Words training(const std::string& out, int steps) {
  return {"train",        "bernoulli", "--data",    tests::tiny_data,
          "--batch-size", "8",         "--threads", "1",
          "--schedule",   "constant",  "--steps",   std::to_string(steps),
          "--out",        out};
}

/// The lines of a source file but includes and blank ones.
std::multiset<std::string> lines_of(const std::string& path) {
  std::ifstream file(std::string(AKIN_SOURCE_DIR) + "/" + path);
  EXPECT_TRUE(file.good()) << path;
  std::multiset<std::string> lines;
  for (std::string line; std::getline(file, line);) {
    if (!line.empty() && !line.starts_with("#include")) {
      lines.insert(line);
    }
  }
  return lines;
}

TEST(NewFamily, IsAFolderAndALineOfTheRegistry) {
  auto with = lines_of("tests/families/registry.cpp");
  for (const std::string& line : lines_of("lib/akin/families/registry.cpp")) {
    const auto same = with.find(line);
    ASSERT_NE(same, with.end()) << line;
    with.erase(same);
  }
  EXPECT_THAT(with, testing::ElementsAre("      bernoulli_family(),"));
}

TEST(NewFamily, IsListedByHelp) {
  const auto help = run_app({.words = {"train", "--help"}});
  EXPECT_THAT(help.output, AllOf(HasSubstr("bernoulli"), HasSubstr("independent Bernoulli")));
  EXPECT_THAT(run_app({.words = {"import", "--help"}}).output, Not(HasSubstr("bernoulli")));
}

TEST(NewFamily, TrainsSamplesEvaluatesAndIsInspected) {
  const TinyFolder folder;
  const auto trained = folder.run(training("run", 20));
  ASSERT_THAT(trained, Succeeds());
  EXPECT_THAT(trained.output, HasSubstr("nats per image"));
  EXPECT_TRUE(folder.has("run/samples/step-0000020.png"));
  EXPECT_THAT(folder.run({"sample", "run", "--count", "4", "--out", "s.png"}), Succeeds());
  EXPECT_THAT(folder.run({"sample", "run", "--draw", "pixels"}),
              tests::Refuses(2, "[--draw] expected a vae, got a bernoulli"));
  const auto inspected = folder.run({"inspect", "run"});
  EXPECT_THAT(inspected.output, AllOf(HasSubstr("bernoulli"), HasSubstr("lr 0.1")));
  EXPECT_THAT(folder.run({"inspect", "run", "--command"}).output,
              HasSubstr("akin train bernoulli --preset default"));
  const auto evaluated = folder.run({"evaluate", "run", "--samples", "100", "--json"});
  ASSERT_THAT(evaluated, Succeeds());
  EXPECT_EQ(nlohmann::json::parse(evaluated.output)["likelihood"]["kind"], "exact");
}

TEST(NewFamily, ResumesToTheSameBytes) {
  const TinyFolder folder;
  ASSERT_THAT(folder.run(training("whole", 20)), Succeeds());
  ASSERT_THAT(folder.run(training("parts", 8)), Succeeds());
  ASSERT_THAT(folder.run({"train", "bernoulli", "--resume", "parts", "--steps", "20"}), Succeeds());
  EXPECT_EQ(folder.text("parts/model.safetensors"), folder.text("whole/model.safetensors"));
}

TEST(NewFamily, IsCompared) {
  const TinyFolder folder;
  ASSERT_THAT(folder.run(training("a", 10)), Succeeds());
  ASSERT_THAT(folder.run({"compare", "a", "--samples", "100", "--out", "report"}), Succeeds());
  const auto results = nlohmann::json::parse(folder.text("report/results.json"));
  EXPECT_EQ(results["models"][0]["family"], "bernoulli");
}

}  // namespace
}  // namespace akin
