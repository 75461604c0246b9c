#include "akin/base/require.h"
#include "akin/data/array_images.h"
#include "akin/data/npy_arrays.h"
#include "akin/io/archive.h"

#include "fuzz/memory_file.h"

namespace data = akin::data;

/// An array, or an archive of them, either is images of at least one value and as many labels, if
/// any, or throws akin::Error.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  const akin::fuzz::MemoryFile file(bytes, size);
  try {
    const auto parts = data::make_array_images(akin::io::is_archive(file.path())
                                                   ? data::read_npz_arrays(file.path(), {})
                                                   : data::read_npy_arrays(file.path(), {}));
    const auto& train = parts.train;
    if (train.count() < 1 || (!train.labels.empty() &&
                              static_cast<std::int64_t>(train.labels.size()) != train.count())) {
      std::abort();
    }
  } catch (const akin::Error&) {
  }
  return 0;
}
