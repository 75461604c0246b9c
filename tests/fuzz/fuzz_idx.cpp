#include "akin/base/require.h"
#include "akin/data/idx_arrays.h"
#include "akin/io/idx.h"

#include "fuzz/memory_file.h"

namespace io = akin::io;

/// A file, compressed or plain, either is read and formats to bytes that read the same, or throws
/// akin::Error; so do the images that it holds.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const akin::fuzz::MemoryFile file(data, size);
  try {
    const io::Idx idx = io::read_idx(file.path());
    if (io::parse_idx(io::format_idx(idx), "fuzz").values != idx.values) {
      std::abort();
    }
    (void)akin::data::make_array_images(akin::data::read_idx_arrays(file.path(), {}));
  } catch (const akin::Error&) {
  }
  return 0;
}
