#include <cstddef>
#include <cstdint>
#include <cstdlib>

#include "akin/base/require.h"
#include "akin/io/gzip.h"
#include "akin/io/idx.h"

namespace io = akin::io;

/// Bytes either parse and format to the same bytes, or throw akin::Error. Starts with gunzip(), as
/// for a file.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  constexpr std::uint64_t limit = 1 << 20;
  try {
    const io::Bytes plain = io::gunzip({data, data + size}, limit);
    if (io::format_idx(io::parse_idx(plain, "fuzz")) != plain) {
      std::abort();
    }
  } catch (const akin::Error&) {
  }
  return 0;
}
