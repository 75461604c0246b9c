#pragma once

#include <string>

#include <gmock/gmock.h>

#include "akin/io/safetensors.h"
#include "akin/nn/tensors.h"

#include "support/python.h"
#include "support/temporary_folder.h"

namespace akin::tests {

/// A folder in which C++ and the scripts of this folder exchange tensors.
class PythonTest : public testing::Test {
 protected:
  void SetUp() override {
    const auto python = python_with("torch");
    if (!python) {
      GTEST_SKIP() << "no Python 3 with PyTorch here; scripts/setup --tests installs one";
    }
    python_ = *python;
  }

  [[nodiscard]] std::filesystem::path file(const std::string& name) const {
    return folder_.path() / name;
  }

  /// Runs `SCRIPT WORDS FOLDER`; fails the test if the script fails.
  void run(const std::string& script, const std::string& words) const {
    const std::string path = std::string(AKIN_SOURCE_DIR) + "/tests/interop/" + script;
    const ShellResult result =
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

/// Expects the same outputs on both sides, within 1e-5.
inline void expect_same(const nn::NamedTensors& ours, const nn::NamedTensors& theirs) {
  ASSERT_EQ(ours.size(), theirs.size());
  for (const auto& [name, tensor] : theirs) {
    ASSERT_TRUE(ours.contains(name)) << name;
    EXPECT_LT(relative_error(ours.at(name), tensor), 1e-5) << name;
  }
}

}  // namespace akin::tests
