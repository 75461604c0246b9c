#include <gmock/gmock.h>

#include "support/tiny_run.h"

namespace akin::tests {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

/// What a shell prints for a script; skips the test where there is no such shell.
class Shell : public TemporaryFolder {
 public:
  explicit Shell(const std::string& shell) : shell_(shell) {
    const AppResult result = run_app({"completion", shell}, {});
    EXPECT_THAT(result, Succeeds());
    io::write_atomically(path() / "akin", std::string_view(result.output));
    std::filesystem::create_directory(path() / "runs");
  }

  [[nodiscard]] bool exists() const {
    return std::system((shell_ + " -c exit >/dev/null 2>&1").c_str()) == 0;
  }

  [[nodiscard]] std::string print(const std::string& script) const {
    io::write_atomically(path() / "script", std::string_view(script));
    const std::string command =
        fmt::format("cd {} && {} script >out 2>&1", path().string(), shell_);
    EXPECT_EQ(std::system(command.c_str()), 0) << io::read_text(path() / "out");
    return io::read_text(path() / "out");
  }

 private:
  std::string shell_;
};

/// The words that bash offers after a command line, which it parts at = as well.
std::string in_bash(const Shell& bash, const std::string& words) {
  return bash.print(
      fmt::format(". ./akin; COMP_WORDS=({}); COMP_CWORD=$((${{#COMP_WORDS[@]}} - 1)); _akin; "
                  "printf '%s ' \"${{COMPREPLY[@]}}\"",
                  words));
}

TEST(Completion, InBash) {
  const Shell bash("bash");
  if (!bash.exists()) {
    GTEST_SKIP() << "no bash here";
  }
  EXPECT_EQ(in_bash(bash, "akin tr"), "train ");
  EXPECT_EQ(in_bash(bash, "akin train ''"), "gan vae transformer ");
  EXPECT_EQ(in_bash(bash, "akin train gan --pres"), "--preset ");
  EXPECT_THAT(in_bash(bash, "akin train gan --preset ''"), HasSubstr("mini "));
  EXPECT_EQ(in_bash(bash, "akin train gan --preset = min"), "mini ");
  EXPECT_EQ(in_bash(bash, "akin train gan --steps 3 --precision b"), "bf16 ");
  EXPECT_EQ(in_bash(bash, "akin train gan --data fash"), "fashion-mnist ");
  EXPECT_EQ(in_bash(bash, "akin sample --out sc"), "script ");
  EXPECT_EQ(in_bash(bash, "akin sample ru"), "runs ");
  EXPECT_EQ(in_bash(bash, "akin sample lat"), "latest ");
  EXPECT_THAT(in_bash(bash, "akin train gan --"),
              AllOf(HasSubstr("--batch-size "), Not(HasSubstr("--no-conditional"))));
  EXPECT_EQ(in_bash(bash, "akin train gan --steps ''").find("--"), std::string::npos)
      << "a number has no completion";
}

TEST(Completion, InFish) {
  const Shell fish("fish");
  if (!fish.exists()) {
    GTEST_SKIP() << "no fish here";
  }
  const auto offers = [&](const std::string& line) {
    return fish.print(fmt::format("source ./akin; complete -C '{}'", line));
  };
  EXPECT_THAT(offers("akin tr"), testing::StartsWith("train\tTrain a model"));
  EXPECT_THAT(offers("akin train gan --pres"), testing::StartsWith("--preset"));
  EXPECT_THAT(offers("akin train gan --preset m"), testing::StartsWith("mini"));
  EXPECT_THAT(offers("akin train gan --preset "), Not(HasSubstr("script"))) << "no files";
  EXPECT_THAT(offers("akin sample --out "), HasSubstr("script"));
  EXPECT_THAT(offers("akin sample --pres"), Not(HasSubstr("--preset")));
}

TEST(Completion, InZsh) {
  const Shell zsh("zsh");
  if (!zsh.exists()) {
    GTEST_SKIP() << "no zsh here";
  }
  // Only an interactive zsh completes: its functions are asked for what they tell _arguments.
  const std::string told = zsh.print(
      "compdef() { :; }; . ./akin\n"
      "_arguments() { print -rl -- \"$@\"; }\n"
      "_akin_train_gan\n");
  EXPECT_THAT(told, HasSubstr("--preset=["));
  EXPECT_THAT(told, HasSubstr(":NAME:(mini "));
}

TEST(Completion, RefusesOtherShells) {
  EXPECT_THAT(run_app({"completion", "tcsh"}, {}), Refuses(2, "tcsh"));
}

TEST(Man, HasWhatTheHelpHas) {
  const AppResult page = run_app({"man", "train", "gan"}, {});
  ASSERT_THAT(page, Succeeds());
  EXPECT_THAT(page.output, testing::StartsWith(".TH AKIN\\-TRAIN\\-GAN 1 "));
  EXPECT_THAT(page.output, HasSubstr(".B akin train gan\n"));
  EXPECT_THAT(page.output, HasSubstr(".B \\-\\-batch\\-size N\n"));
  EXPECT_THAT(page.output, HasSubstr("(environment: AKIN_SEED)"));
  EXPECT_THAT(run_app({"man", "trian"}, {}), Refuses(2, "train"));
}

TEST(Man, OfAllCommandsAreAFileEach) {
  const TemporaryFolder folder;
  ASSERT_THAT(run_app({"man", "--all", folder.path().string()}, {}), Succeeds());
  EXPECT_THAT(files_below(folder.path()),
              testing::IsSupersetOf({"akin.1", "akin-train.1", "akin-train-vae.1", "akin-doctor.1",
                                     "akin-data-show.1"}));
  EXPECT_FALSE(std::filesystem::exists(folder.path() / "akin-man.1")) << "hidden";
}

}  // namespace
}  // namespace akin::tests
