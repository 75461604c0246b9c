#include "akin/base/require.h"
#include "akin/pictures/picture_files.h"

#include "fuzz/memory_file.h"

/// A file either is a picture of at least one pixel, or throws akin::Error.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  try {
    const auto picture = akin::pictures::read_png(akin::fuzz::MemoryFile(data, size).path());
    if (picture.width() < 1 || picture.height() < 1) {
      std::abort();
    }
  } catch (const akin::Error&) {
  }
  return 0;
}
