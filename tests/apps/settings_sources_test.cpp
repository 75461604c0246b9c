#include <gmock/gmock.h>

#include <nlohmann/json.hpp>

#include "support/tiny_run.h"

namespace akin::tests {
namespace {

using testing::HasSubstr;

nlohmann::json config_of(const TinyFolder& folder, const std::string& run) {
  return nlohmann::json::parse(folder.text(run + "/config.json"));
}

TEST(SettingsSources, ReadsAFlatFileAndOneInSections) {
  const TinyFolder folder;
  const std::string data = fmt::format("data = \"{}\"\n", tiny_data);
  folder.write("flat.toml", data +
                                "steps = 2\nbatch-size = 8\nlr = 0.002\nconditional = true\n"
                                "generator_width = 4\ndiscriminator_width = 4\nout = \"flat\"\n");
  folder.write("sections.toml",
               "# comment\n[data]\n" + data +
                   "[model]\nconditional = true\ngenerator_width = 4\ndiscriminator_width = 4\n"
                   "[learning]\nlr = 0.002\n[training]\nsteps = 2\nbatch_size = 8\n");
  ASSERT_THAT(folder.run({"train", "gan", "--config", "flat.toml"}), Succeeds());
  ASSERT_THAT(folder.run({"train", "gan", "--config", "sections.toml", "--out", "sections"}),
              Succeeds());
  EXPECT_EQ(config_of(folder, "flat"), config_of(folder, "sections"));
  EXPECT_EQ(config_of(folder, "flat")["learning"]["lr"], 0.002);
  EXPECT_EQ(config_of(folder, "flat")["model"]["conditional"], true);
}

TEST(SettingsSources, TheCommandLineOverridesTheFile) {
  const TinyFolder folder;
  folder.write("a.toml", "lr = 0.5\nbeta1 = 0.25\nminutes = 60\nout = \"elsewhere\"\n");
  ASSERT_THAT(folder.run(tiny_training("run", 1) + Words{"--lr", "0.002", "--config", "a.toml"}),
              Succeeds());
  const auto config = config_of(folder, "run");
  EXPECT_EQ(config["learning"]["lr"], 0.002);
  EXPECT_EQ(config["learning"]["beta1"], 0.25);
  EXPECT_EQ(config["training"]["steps"], 1);
  EXPECT_EQ(config["training"]["minutes"], 0);
  EXPECT_FALSE(folder.has("elsewhere"));
}

TEST(SettingsSources, RefusesInvalidValuesInAFile) {
  const TinyFolder folder;
  const auto refused = [&](const std::string& content) {
    folder.write("a.toml", content);
    return folder.run(tiny_training("run") + Words{"--config", "a.toml"});
  };
  EXPECT_THAT(refused("labl_smoothing = 0.1\n"), Refuses(2, "did you mean 'label_smoothing'?"));
  EXPECT_THAT(refused("[training]\nsede = 1\n"), Refuses(2, "did you mean 'seed'?"));
  EXPECT_THAT(refused("lr = \"fast\"\n"), Refuses(2, "[--lr] expected a number, got 'fast'"));
  EXPECT_THAT(refused("ema = [0.1, 0.2]\n"), Refuses(2, "one value for 'ema'"));
  EXPECT_THAT(refused("ema = 0.1\nema = 0.2\n"), Refuses(2, "cannot redefine existing"));
  EXPECT_THAT(refused("ema = 0.1\n[learning]\nema = 0.2\n"),
              Refuses(2, "expected one value for 'ema' in a.toml, got 2"));
  EXPECT_THAT(refused("conditional = 3\n"), Refuses(2, "true or false"));
  EXPECT_THAT(refused("garbage [[\n"), Refuses(2, "a.toml"));
  const Words words = tiny_training("run");
  EXPECT_THAT(folder.run(words + Words{"--config", "none.toml"}), Refuses(1, "none.toml"));
  EXPECT_THAT(folder.run(words + Words{"--config", "."}), Refuses(1, "got a folder"));
  EXPECT_FALSE(folder.has("run"));
}

TEST(SettingsSources, TakesSeedAndThreadsFromTheEnvironment) {
  const TinyFolder folder;
  Words words = tiny_training("run", 1);
  words.erase(std::find(words.begin(), words.end(), "--threads"),
              std::find(words.begin(), words.end(), "--threads") + 2);
  const auto run = [&](const Words& all) {
    return run_app({.words = all,
                    .folder = folder.path(),
                    .environment = {{"AKIN_SEED", "9"}, {"AKIN_THREADS", "1"}}});
  };
  const AppResult result = run(words);
  ASSERT_THAT(result, Succeeds());
  EXPECT_THAT(result.errors, HasSubstr("1 threads"));
  EXPECT_EQ(config_of(folder, "run")["training"]["seed"], 9);
  *std::find(words.begin(), words.end(), "run") = "other";
  ASSERT_THAT(run(words + Words{"--seed", "4"}), Succeeds());
  EXPECT_EQ(config_of(folder, "other")["training"]["seed"], 4);
  // A resumed run keeps its own seed whatever the environment says.
  ASSERT_THAT(run({"train", "gan", "--resume", "other", "--steps", "2"}), Succeeds());
  EXPECT_EQ(config_of(folder, "other")["training"]["seed"], 4);
}

TEST(SettingsSources, RefusesInvalidValuesInTheEnvironment) {
  const TinyFolder folder;
  const auto result = run_app({.words = tiny_training("run"),
                               .folder = folder.path(),
                               .environment = {{"AKIN_SEED", "lucky"}}});
  EXPECT_THAT(result, Refuses(2, "[--seed] expected a whole number, got 'lucky'"));
}

}  // namespace
}  // namespace akin::tests
