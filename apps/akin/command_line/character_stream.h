#pragma once

#include <string>

namespace akin::app {

/// Turns pieces of UTF-8, such as tokens of single bytes, into whole characters; what never becomes
/// one is U+FFFD.
class CharacterStream {
 public:
  /// The characters that `bytes` completes.
  std::string add(const std::string& bytes);
  /// What is left.
  std::string end();

 private:
  std::string held_;
};

}  // namespace akin::app
