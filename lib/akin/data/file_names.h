#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace akin::data {

/// The folders and the name of a file, in Unicode's NFC, without empty ones and ".".
using PathParts = std::vector<std::string>;
PathParts split_path(const std::string& name);
std::string joined(const PathParts& path);

/// Whether a file is hidden, or is what systems and programs leave beside those of a user.
bool is_leftover(const PathParts& path);

/// ".txt" in lower case; "other" without one.
std::string extension_of(const std::string& name);

/// Counts what is left out by kind and remembers the first name of each.
class LeftOut {
 public:
  void add(const std::string& kind, const std::string& name);
  /// "left out 12 .txt files (the first: readme.txt)", one for each kind.
  [[nodiscard]] std::vector<std::string> notes() const;

 private:
  struct Count {
    std::int64_t count = 0;
    std::string first;
  };
  std::map<std::string, Count> counts_;
};

}  // namespace akin::data
