#include <cstddef>
#include <cstdint>
#include <cstdlib>

#include "akin/base/require.h"
#include "akin/io/safetensors.h"

namespace io = akin::io;

/// Bytes either parse and survive formatting and parsing again, or throw akin::Error.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
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
