#include "akin/base/require.h"
#include "akin/io/json.h"
#include "akin/io/json_lines.h"

#include "fuzz/memory_file.h"

namespace io = akin::io;

/// Whatever the file: only objects are passed on, whose numbers can be read and which can be
/// printed.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const akin::fuzz::MemoryFile file(data, size);
  io::each_json_line(file.path(), [](const nlohmann::ordered_json& line) {
    if (!line.is_object()) {
      std::abort();
    }
    (void)io::number_or(line, "seconds", 0);
    (void)line.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
  });
  return 0;
}
