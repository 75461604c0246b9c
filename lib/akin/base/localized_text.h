#pragma once

#include <string>

namespace akin {

/// A text for people in the languages of akin's readers.
struct LocalizedText {
  std::string en;
  std::string ko;
};

}  // namespace akin
