#include "akin/base/require.h"
#include "akin/io/idx.h"

#include "fuzz/memory_file.h"

namespace io = akin::io;

/// A file, gzipped or plain, either is read and formats to bytes that read the same, or throws
/// akin::Error.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  try {
    const io::Idx idx = io::read_idx(akin::fuzz::MemoryFile(data, size).path());
    if (io::parse_idx(io::format_idx(idx), "fuzz").values != idx.values) {
      std::abort();
    }
  } catch (const akin::Error&) {
  }
  return 0;
}
