#pragma once

#include <array>
#include <cstdio>
#include <optional>
#include <string>

#include <gmock/gmock.h>

#include "akin/io/safetensors.h"
#include "akin/nn/tensors.h"

#include "support/temporary_folder.h"

namespace akin::tests {

struct PythonResult {
  int status = -1;  ///< of the shell that ran it
  std::string output;
};

/// Standard output and errors of a shell's command.
inline PythonResult run_shell(const std::string& command) {
  FILE* pipe = popen((command + " 2>&1").c_str(), "r");
  require(pipe != nullptr, "[tests] expected to run {}", command);
  PythonResult result;
  std::array<char, 4096> piece{};
  for (std::size_t read = 0; (read = fread(piece.data(), 1, piece.size(), pipe)) > 0;) {
    result.output.append(piece.data(), read);
  }
  result.status = pclose(pipe);
  return result;
}

/// A Python 3 that has PyTorch: the active one or the system's, which may be two.
inline std::optional<std::string> python_with_torch() {
  for (const std::string python : {"python3", "/usr/bin/python3"}) {
    const std::string probe =
        " -c \"import importlib.util, sys; sys.exit(importlib.util.find_spec('torch') is None)\"";
    if (run_shell(python + probe).status == 0) {
      return python;
    }
  }
  return std::nullopt;
}

/// A folder that C++ and the scripts beside this file exchange tensors in.
class PythonTest : public testing::Test {
 protected:
  void SetUp() override {
    const auto python = python_with_torch();
    if (!python) {
      GTEST_SKIP() << "no Python 3 with PyTorch here; scripts/setup --tests installs one";
    }
    python_ = *python;
  }

  [[nodiscard]] std::filesystem::path file(const std::string& name) const {
    return folder_.path() / name;
  }

  /// Fails the test where the script fails. `words` stand before the folder.
  void run(const std::string& script, const std::string& words) const {
    const std::string path = std::string(AKIN_SOURCE_DIR) + "/tests/interop/" + script;
    const PythonResult result =
        run_shell(fmt::format("{} -B '{}' {} '{}'", python_, path, words, folder_.path().string()));
    ASSERT_EQ(result.status, 0) << result.output;
  }

  /// Runs a script on these inputs.
  [[nodiscard]] nn::NamedTensors answer(const std::string& script, const std::string& verb,
                                        const nn::NamedTensors& inputs) const {
    io::write_safetensors(file("inputs.safetensors"), {nn::to_raw(inputs), {}});
    run(script, verb);
    nn::NamedTensors outputs;
    if (!HasFatalFailure()) {
      for (const auto& [name, raw] : io::read_safetensors(file("outputs.safetensors")).tensors) {
        outputs.emplace(name, nn::from_raw(raw));
      }
    }
    return outputs;
  }

 private:
  TemporaryFolder folder_;
  std::string python_;
};

/// The largest difference over the largest number of `theirs`; infinite where sizes differ.
inline double relative_error(const torch::Tensor& ours, const torch::Tensor& theirs) {
  if (ours.sizes() != theirs.sizes()) {
    return std::numeric_limits<double>::infinity();
  }
  return ((ours - theirs).abs().max() / theirs.abs().max()).item<double>();
}

/// Every output the same on both sides, within 1e-5.
inline void expect_same(const nn::NamedTensors& ours, const nn::NamedTensors& theirs) {
  ASSERT_EQ(ours.size(), theirs.size());
  for (const auto& [name, tensor] : theirs) {
    ASSERT_TRUE(ours.contains(name)) << name;
    EXPECT_LT(relative_error(ours.at(name), tensor), 1e-5) << name;
  }
}

}  // namespace akin::tests
