#include <gmock/gmock.h>

#include <nlohmann/json.hpp>

#include "support/one_cpu.h"
#include "support/tiny_run.h"

namespace akin::tests {
namespace {

using nlohmann::json;
using testing::HasSubstr;

/// akin doctor in an empty folder with a cache of its own.
struct Doctor : TemporaryFolder {
  std::map<std::string, std::string> environment = {
      {"XDG_CACHE_HOME", (path() / "cache").string()}};

  [[nodiscard]] AppResult run(const Words& more = {}) const {
    return run_app({.words = Words{"doctor"} + more, .folder = path(), .environment = environment});
  }
  [[nodiscard]] json finding(const std::string& name) const {
    const json all = json::parse(run({"--json"}).output);
    for (const auto& each : all.at("findings")) {
      if (each.at("name") == name) {
        return each;
      }
    }
    return {};
  }
};

TEST(Doctor, FindsWhatIsThere) {
  const Doctor doctor;
  const AppResult result = doctor.run();
  EXPECT_THAT(result.output, testing::ContainsRegex("ok +LibTorch +[0-9.]+ in /"));
  EXPECT_THAT(result.output, testing::ContainsRegex("ok +data digits +built in"));
  EXPECT_THAT(result.output, HasSubstr("akin data fetch mnist"));
  for (const char* name : {"akin", "processor", "threads", "BLAS", "GPU", "subword vocabularies",
                           "cache", "runs", "locale", "terminal"}) {
    EXPECT_THAT(result.output, HasSubstr(fmt::format(" {} ", name)));
  }
  EXPECT_FALSE(std::filesystem::exists(doctor.path() / "cache")) << "it only looks";
}

TEST(Doctor, ExitsWith1WhereSomethingMustBeFixed) {
  Doctor doctor;
  doctor.environment["AKIN_DATA_DIR"] = "no/such/folder";
  const AppResult result = doctor.run();
  EXPECT_EQ(result.status, 1);
  EXPECT_THAT(result.errors, HasSubstr("[doctor] expected nothing that must be fixed"));
  EXPECT_EQ(doctor.finding("AKIN_DATA_DIR").at("health"), "fix");
  EXPECT_THAT(doctor.finding("AKIN_DATA_DIR").at("advice"), HasSubstr("unset it"));
}

TEST(Doctor, NamesTheFolderOfADataSet) {
  Doctor doctor;
  io::write_atomically(doctor.path() / "data/text/x", std::string_view("x"));
  doctor.environment["AKIN_DATA_DIR"] = (doctor.path() / "data").string();
  EXPECT_EQ(doctor.finding("AKIN_DATA_DIR").at("health"), "ok");
  const json mnist = doctor.finding("data mnist");
  EXPECT_EQ(mnist.at("value"), "not here");
  io::write_atomically(doctor.path() / "data/mnist/train-images-idx3-ubyte", std::string_view("x"));
  EXPECT_EQ(doctor.finding("data mnist").at("value"), "1 of 4 files");
}

TEST(Doctor, MeansByThreadsThoseOfTheAffinityMask) {
  const OneCpu restricted;
  const json threads = Doctor().finding("threads");
  const TinyFolder folder;
  Words words = tiny_training("run", 1);
  *(std::find(words.begin(), words.end(), "--threads") + 1) = "0";
  const AppResult training = folder.run(words);
  EXPECT_THAT(threads.at("value"), testing::StartsWith("1 ("));
  EXPECT_THAT(training.errors, HasSubstr("1 threads"));
}

}  // namespace
}  // namespace akin::tests
