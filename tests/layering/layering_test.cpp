#include <algorithm>
#include <filesystem>
#include <fstream>
#include <regex>
#include <sstream>
#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace akin {
namespace {

namespace fs = std::filesystem;

/// From the bottom up: a folder includes itself and those before it.
const std::vector<std::string> order = {
    "base",    "kernels", "io",     "numerics", "tokens",     "pictures", "data",       "inference",
    "metrics", "nn",      "models", "training", "experiment", "import",   "evaluation", "families"};
constexpr std::size_t core_folders = 9;  // up to metrics; what follows stands on LibTorch

std::size_t level(const std::string& folder) {
  return static_cast<std::size_t>(
      std::distance(order.begin(), std::find(order.begin(), order.end(), folder)));
}

std::vector<std::string> matches(const std::string& line, const std::string& pattern) {
  std::smatch match;
  if (!std::regex_search(line, match, std::regex(pattern))) {
    return {};
  }
  return {match.begin(), match.end()};
}

/// What is wrong with one line of a file in `folder`; empty if nothing.
std::string fault(const std::string& folder, bool is_header, const std::string& line) {
  if (line.find("include") == std::string::npos && line.find("Eigen::") == std::string::npos) {
    return "";  // most lines; the expressions below are slow
  }
  const auto ours = matches(line, R"re(^\s*#\s*include\s*["<](akin/([^/">]+)/[^">]*)[">])re");
  if (!ours.empty() && level(ours[2]) == order.size()) {
    return "includes " + ours[1] + ", a folder that stands in no order";
  }
  if (!ours.empty() && level(ours[2]) > level(folder)) {
    return "includes upwards: " + ours[1];
  }
  const auto torch = matches(line, R"re(^\s*#\s*include\s*["<]((torch|ATen|c10)/[^">]*)[">])re");
  if (!torch.empty() && level(folder) < core_folders) {
    return "is of the core, yet includes " + torch[1];
  }
  // Fixed-size types are aligned by what the including file was compiled for.
  const auto fixed = matches(
      line, R"re(Eigen::(\w*(Matrix|Vector|Array)[1-4](X?)[fdi]\b|Quaternion\w*|Affine\w*))re");
  if (is_header && !fixed.empty() && fixed[3].empty()) {
    return "has the fixed-size type " + fixed[0] + " in a public header";
  }
  const auto sized = matches(line, R"re(Eigen::(Matrix|Array)<[^,<>]+,\s*\d+\s*,\s*\d+)re");
  if (is_header && !sized.empty()) {
    return "has the fixed-size type " + sized[0] + "> in a public header";
  }
  return "";
}

TEST(Layering, IncludesGoOnlyDownwards) {
  const fs::path root = fs::path(AKIN_SOURCE_DIR) / "lib" / "akin";
  int files = 0;
  for (const auto& entry : fs::recursive_directory_iterator(root)) {
    const std::string extension = entry.path().extension();
    if (extension != ".h" && extension != ".cpp") {
      continue;
    }
    ++files;
    const std::string folder = *fs::relative(entry.path(), root).begin();
    EXPECT_LT(level(folder), order.size()) << folder << " stands in no order";
    std::ifstream in(entry.path());
    int number = 0;
    for (std::string line; std::getline(in, line);) {
      ++number;
      EXPECT_EQ(fault(folder, extension == ".h", line), "") << entry.path() << ":" << number;
    }
  }
  EXPECT_GT(files, 10) << "found no sources below " << root;
}

TEST(Layering, TheCheckFindsWhatItLooksFor) {
  EXPECT_EQ(fault("io", false, R"(#include "akin/base/require.h")"), "");
  EXPECT_EQ(fault("io", false, R"(#include "akin/io/file.h")"), "");
  EXPECT_NE(fault("io", false, R"(#include "akin/data/images.h")"), "");
  EXPECT_NE(fault("io", false, R"(# include <akin/data/images.h>)"), "");
  EXPECT_NE(fault("io", false, R"(#include "akin/elsewhere/x.h")"), "");
  EXPECT_NE(fault("metrics", false, "#include <torch/torch.h>"), "");
  EXPECT_NE(fault("metrics", false, "#include <c10/util/Half.h>"), "");
  EXPECT_EQ(fault("nn", false, "#include <torch/torch.h>"), "");
  EXPECT_NE(fault("numerics", true, "  Eigen::Vector3d mean;"), "");
  EXPECT_NE(fault("numerics", true, "Eigen::Matrix<float, 4, 4> a;"), "");
  EXPECT_EQ(fault("numerics", false, "  Eigen::Vector3d mean;"), "");
  EXPECT_EQ(fault("numerics", true, "  Eigen::VectorXd mean; Eigen::Matrix3Xd points;"), "");
  EXPECT_EQ(fault("numerics", true, "Eigen::Matrix<float, Eigen::Dynamic, Eigen::Dynamic>"), "");
}

}  // namespace
}  // namespace akin
