#include <algorithm>
#include <filesystem>
#include <fstream>
#include <map>
#include <regex>
#include <set>
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

/// The project's files that a file includes, by their path in an include directory.
std::vector<std::string> own_includes(const fs::path& file) {
  std::vector<std::string> all;
  std::ifstream in(file);
  for (std::string line; std::getline(in, line);) {
    const auto found = matches(line, R"re(^\s*#\s*include\s*"([^"]+)")re");
    if (!found.empty()) {
      all.push_back(found[1]);
    }
  }
  return all;
}

/// Depth-first search for a file that includes itself.
class CycleSearch {
 public:
  explicit CycleSearch(std::map<std::string, std::vector<std::string>> includes)
      : includes_(std::move(includes)) {}

  /// The files of a cycle; empty: there is none.
  std::string find() {
    for (const auto& [file, included] : includes_) {
      if (const std::string cycle = visit(file); !cycle.empty()) {
        return cycle;
      }
    }
    return "";
  }

 private:
  std::string visit(const std::string& file) {
    int& state = state_[file];  // 0: not seen, 1: being visited, 2: done
    if (state != 0) {
      return state == 1 ? file : "";
    }
    state = 1;
    for (const std::string& included : includes_[file]) {
      if (const std::string cycle = visit(included); !cycle.empty()) {
        return file + " -> " + cycle;
      }
    }
    state_[file] = 2;
    return "";
  }

  std::map<std::string, std::vector<std::string>> includes_;
  std::map<std::string, int> state_;
};

TEST(Layering, NoHeaderIncludesItselfThroughOthers) {
  std::map<std::string, std::vector<std::string>> includes;
  for (const auto& root :
       {fs::path(AKIN_SOURCE_DIR) / "lib", fs::path(AKIN_SOURCE_DIR) / "apps/akin"}) {
    for (const auto& entry : fs::recursive_directory_iterator(root)) {
      if (entry.path().extension() == ".h") {
        includes[fs::relative(entry.path(), root).string()] = own_includes(entry.path());
      }
    }
  }
  EXPECT_GT(includes.size(), 100U);
  EXPECT_EQ(CycleSearch(includes).find(), "");
  EXPECT_EQ(CycleSearch({{"a", {"b"}}, {"b", {"c"}}, {"c", {"a"}}}).find(), "a -> b -> c -> a");
}

TEST(Layering, InstalledHeadersIncludeInstalledHeaders) {
  const fs::path root = fs::path(AKIN_SOURCE_DIR) / "lib";
  std::set<std::string> not_installed;
  std::ifstream list(root / "private_headers.txt");
  for (std::string line; std::getline(list, line);) {
    EXPECT_TRUE(fs::exists(root / line)) << line;
    not_installed.insert(line);
  }
  ASSERT_FALSE(not_installed.empty());
  for (const auto& entry : fs::recursive_directory_iterator(root)) {
    const std::string header = fs::relative(entry.path(), root).string();
    if (entry.path().extension() == ".h" && !not_installed.contains(header)) {
      for (const std::string& included : own_includes(entry.path())) {
        EXPECT_FALSE(not_installed.contains(included)) << header << " includes " << included;
      }
    }
  }
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
