#include "akin/base/require.h"
#include "akin/pictures/decode_picture.h"

/// Bytes either are a picture of the size that their header says, turned or not, or throw
/// akin::Error.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::span<const std::uint8_t> bytes(data, size);
  const auto header = akin::pictures::dimensions_of(bytes);
  if (header && std::int64_t{header->width} * header->height > 1'000'000) {
    return 0;  // slow, and no different
  }
  try {
    const auto picture = akin::pictures::decode_picture(bytes, "fuzz");
    const auto values =
        4 * static_cast<std::size_t>(picture.width) * static_cast<std::size_t>(picture.height);
    if (picture.width < 1 || picture.height < 1 || picture.rgba.size() != values) {
      std::abort();
    }
  } catch (const akin::Error&) {
  }
  return 0;
}
