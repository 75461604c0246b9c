#include "akin/base/precision.h"

#include <algorithm>
#include <vector>

#include "akin/base/suggest.h"

namespace akin {

Precision parse_precision(const std::string& name) {
  static const std::vector<std::string> names = {"f32", "bf16"};
  const auto found = std::find(names.begin(), names.end(), name);
  if (found == names.end()) {
    fail_unknown("precision", name, names);
  }
  return static_cast<Precision>(found - names.begin());
}

}  // namespace akin
