#include <cstddef>
#include <cstdint>
#include <cstdlib>

#include "akin/base/require.h"
#include "akin/io/file_kind.h"
#include "akin/io/safetensors.h"
#include "akin/io/sharded_safetensors.h"

namespace io = akin::io;

namespace {

/// Reads the bytes as the index of shards as well, and as the start of another kind of file.
void read_as_others(std::span<const std::uint8_t> bytes) {
  (void)io::kind_or_text(bytes);
  try {
    (void)io::parse_shard_index({reinterpret_cast<const char*>(bytes.data()), bytes.size()},
                                "fuzz");
  } catch (const akin::Error&) {
    return;
  }
}

}  // namespace

/// Bytes either parse and survive formatting and parsing again, or throw akin::Error.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  read_as_others({data, size});
  io::Safetensors content;
  try {
    content = io::parse_safetensors({data, size}, "fuzz");
  } catch (const akin::Error&) {
    return 0;
  }
  const io::Bytes bytes = io::format_safetensors(content);
  if (io::format_safetensors(io::parse_safetensors(bytes, "fuzz")) != bytes) {
    std::abort();
  }
  return 0;
}
