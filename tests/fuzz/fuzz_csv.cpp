#include "akin/base/require.h"
#include "akin/data/array_images.h"
#include "akin/data/csv_arrays.h"

#include "fuzz/memory_file.h"

/// A table either is images of at least one value and as many labels, if any, or throws
/// akin::Error; a file that is none is told without a throw.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const akin::fuzz::MemoryFile file(data, size);
  (void)akin::data::is_image_table(file.path());
  try {
    const auto parts = akin::data::make_array_images(akin::data::read_csv_arrays(file.path(), {}));
    const auto& train = parts.train;
    if (train.count() < 1 || (!train.labels.empty() &&
                              static_cast<std::int64_t>(train.labels.size()) != train.count())) {
      std::abort();
    }
  } catch (const akin::Error&) {
  }
  return 0;
}
