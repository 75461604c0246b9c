#pragma once

#include <filesystem>
#include <string>

#include <unistd.h>

#include "akin/base/require.h"

namespace akin::tests {

/// A folder of its own for one test, removed with all it holds when the test ends.
class TemporaryFolder {
 public:
  TemporaryFolder() {
    std::string name = (std::filesystem::temp_directory_path() / "akin-test-XXXXXX").string();
    require(mkdtemp(name.data()) != nullptr, "[tests] expected to make {}", name);
    path_ = name;
  }
  ~TemporaryFolder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;

  [[nodiscard]] const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

}  // namespace akin::tests
