#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "akin/base/require.h"

#include "command_line/config_file.h"

/// Settings either are of known names, or throw akin::UsageError.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  try {
    const auto given = akin::app::parse_toml({reinterpret_cast<const char*>(data), size},
                                             "fuzz.toml", {"lr", "steps", "out", "batch_size"});
    if (given.size() > 4) {
      std::abort();
    }
  } catch (const akin::UsageError&) {
  }
  return 0;
}
