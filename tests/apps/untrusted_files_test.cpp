#include <cstdlib>

#include <gmock/gmock.h>
#include <sys/stat.h>

#include <nlohmann/json.hpp>

#include "support/tiny_run.h"

namespace akin::tests {
namespace {

using testing::HasSubstr;

/// A run that somebody else has made.
class UntrustedRun : public testing::Test {
 protected:
  void write_config(const std::string& data) {
    nlohmann::json config = nlohmann::json::parse(folder_.text("run/config.json"));
    config["data"]["data"] = data;
    folder_.write("run/config.json", config.dump());
  }
  void link(const std::string& name, const std::string& target) {
    std::filesystem::remove(folder_.path() / name);
    std::filesystem::create_symlink(target, folder_.path() / name);
  }
  AppResult resume() { return folder_.run({"train", "gan", "--resume", "run", "--steps", "9"}); }

  TrainedFolder folder_;
};

/// A terminal; what is written to it can be read from its other end.
class Terminal {
 public:
  Terminal() : fd_(posix_openpt(O_RDWR | O_NOCTTY | O_NONBLOCK)) {
    require(fd_ >= 0 && grantpt(fd_) == 0 && unlockpt(fd_) == 0,
            "[tests] expected a pseudo-terminal");
    name_ = ptsname(fd_);
    slave_ = open(name_.c_str(), O_RDWR | O_NOCTTY);  // keeps what was written when the app ends
  }
  ~Terminal() {
    close(slave_);
    close(fd_);
  }
  Terminal(const Terminal&) = delete;
  Terminal& operator=(const Terminal&) = delete;

  [[nodiscard]] const std::string& name() const { return name_; }
  [[nodiscard]] std::string text() const {
    std::string all(65536, '\0');
    const ssize_t got = ::read(fd_, all.data(), all.size());
    all.resize(got > 0 ? static_cast<std::size_t>(got) : 0);
    return all;
  }

 private:
  int fd_;
  int slave_ = -1;
  std::string name_;
};

TEST_F(UntrustedRun, CannotControlTheTerminal) {
  write_config("\x1b[2J가");
  const Terminal terminal;
  const AppResult result = run_app(
      {.words = {"inspect", "run"}, .folder = folder_.path(), .output_file = terminal.name()});
  EXPECT_THAT(result, Succeeds());
  const std::string shown = terminal.text();
  EXPECT_THAT(shown, HasSubstr("data       \\x1b[2J가 (SHA-256"));
  EXPECT_EQ(shown.find('\x1b'), std::string::npos);
  // A file or a pipe gets the bytes as they are.
  EXPECT_THAT(folder_.run({"inspect", "run"}).output, HasSubstr("data       \x1b[2J가 (SHA-256"));
}

TEST_F(UntrustedRun, CannotControlTheTerminalByErrors) {
  write_config("\x1b]0;title\x07");
  const AppResult result = folder_.run({"sample", "run", "--nearest", "--out", "x.png"});
  EXPECT_NE(result.status, 0);
  EXPECT_THAT(result.errors, HasSubstr("\\x1b]0;title\\x07"));
  EXPECT_EQ(result.errors.find('\x1b'), std::string::npos);
}

TEST_F(UntrustedRun, EndlessAndWaitingFilesAreRefused) {
  for (const char* name : {"run/model.safetensors", "run/state.safetensors", "run/config.json"}) {
    const std::string before = folder_.text(name);
    link(name, "/dev/zero");
    EXPECT_THAT(folder_.run({"inspect", "run"}), Refuses(1, "run"));
    std::filesystem::remove(folder_.path() / name);
    ASSERT_EQ(mkfifo((folder_.path() / name).c_str(), 0600), 0);
    EXPECT_THAT(folder_.run({"inspect", "run"}), Refuses(1, "run"));
    std::filesystem::remove(folder_.path() / name);
    folder_.write(name, before);
  }
  link("run/state.safetensors", "/dev/zero");
  EXPECT_THAT(folder_.run({"inspect", "run"}),
              Refuses(1, "run/state.safetensors to be a regular file, got a symbolic link"));
  EXPECT_THAT(resume(), Refuses(1, "state.safetensors"));
}

TEST_F(UntrustedRun, WeightsOfMoreThanTheModelTakesAreNotRead) {
  std::filesystem::resize_file(folder_.path() / "run/model.safetensors",
                               std::uint64_t{1} << 40U);  // sparse
  EXPECT_THAT(folder_.run({"sample", "run"}), Refuses(1, "run/model.safetensors"));
}

TEST_F(UntrustedRun, MetricsOfAnotherTypeArePassedOver) {
  folder_.write("run/metrics.jsonl",
                "{\"step\":1,\"seconds\":\"a\"}\n[1]\n{\"step\":2,\"seconds\":null}\n");
  EXPECT_THAT(resume(), Succeeds());
}

TEST(UntrustedConfig, NestedDeeplyIsRefused) {
  const TinyFolder folder;
  std::string deep = "[a";
  for (int i = 0; i < 400'000; ++i) {
    deep += ".a";
  }
  folder.write("deep.toml", deep + "]\n");
  EXPECT_THAT(folder.run({"train", "gan", "--config", "deep.toml"}), Refuses(2, "at most 16384"));
  folder.write("deep.toml", deep.substr(0, 16'000) + "]\nsteps = 1\n");
  EXPECT_THAT(folder.run({"train", "gan", "--config", "deep.toml"}), Refuses(2, "8 deep"));
}

TEST(UntrustedWeights, AreSaidToBeALargeFilePointer) {
  const TinyFolder folder;
  folder.write("w.safetensors",
               "version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 9\n");
  EXPECT_THAT(folder.run({"import", "vae", "w.safetensors"}), Refuses(1, "git lfs pull"));
}

}  // namespace
}  // namespace akin::tests
