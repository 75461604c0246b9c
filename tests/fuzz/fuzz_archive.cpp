#include "akin/base/require.h"
#include "akin/io/archive.h"

#include "fuzz/memory_file.h"

namespace io = akin::io;

/// A file unpacks to no more than the limit, or throws akin::Error; as an archive and as one file.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  constexpr std::uint64_t limit = std::uint64_t{1} << 20U;
  const akin::fuzz::MemoryFile file(data, size);
  try {
    if (io::read_decompressed(file.path(), limit).size() > limit) {
      std::abort();
    }
  } catch (const akin::Error&) {
  }
  try {
    if (io::is_archive(file.path())) {
      io::each_file(file.path(), [&](io::ArchiveFile& entry) {
        if (entry.read(limit).size() > limit) {
          std::abort();
        }
        return true;
      });
    }
  } catch (const akin::Error&) {
  }
  return 0;
}
