#include "akin/io/idx.h"

#include <algorithm>
#include <limits>
#include <utility>

#include <fmt/ranges.h>

#include "akin/base/require.h"
#include "akin/io/file_kind.h"
#include "akin/io/gzip.h"

namespace akin::io {
namespace {

constexpr std::uint8_t idx_unsigned_bytes = 0x08;
constexpr std::size_t magic_size = 4;
constexpr std::size_t dimension_size = 4;

std::int64_t big_endian(std::span<const std::uint8_t> bytes) {
  std::int64_t value = 0;
  for (const std::uint8_t byte : bytes) {
    value = value << 8 | byte;
  }
  return value;
}

constexpr std::size_t longest_header = magic_size + dimension_size * 255;

/// The product of `shape`; the largest number if it overflows.
std::uint64_t count_of(const std::vector<std::int64_t>& shape) {
  constexpr std::uint64_t most = std::numeric_limits<std::uint64_t>::max();
  std::uint64_t product = 1;
  for (const std::int64_t size : shape) {
    const auto n = static_cast<std::uint64_t>(size);
    product = n != 0 && product > most / n ? most : product * n;
  }
  return product;
}

struct IdxHeader {
  std::vector<std::int64_t> shape;
  std::size_t size = 0;  ///< in bytes

  /// Of the whole file.
  [[nodiscard]] std::uint64_t file_size() const {
    const std::uint64_t count = count_of(shape);
    return count + std::min<std::uint64_t>(size, ~count);
  }
};

IdxHeader parse_header(std::span<const std::uint8_t> bytes, const std::string& name) {
  require(bytes.size() >= magic_size && bytes[0] == 0 && bytes[1] == 0 && bytes[3] > 0,
          "[{}] expected an IDX file (0 0 8 dimensions ...), got {}", name, kind_or_text(bytes));
  require(bytes[2] == idx_unsigned_bytes,
          "[{}] expected IDX values of type 0x08 (bytes), got 0x{:02x}", name, bytes[2]);
  IdxHeader header{{}, magic_size + dimension_size * bytes[3]};
  require(bytes.size() >= header.size,
          "[{}] expected an IDX header of {} bytes, got {} bytes in all", name, header.size,
          bytes.size());
  for (std::size_t at = magic_size; at < header.size; at += dimension_size) {
    header.shape.push_back(big_endian(bytes.subspan(at, dimension_size)));
  }
  return header;
}

/// Requires a file of `size` bytes to be as long as its header says.
void require_complete(const IdxHeader& header, std::uint64_t size, const std::string& name) {
  require(header.file_size() == size,
          "[{}] expected as many values as its header [{}] says, got {}; it is cut off or damaged",
          name, fmt::join(header.shape, ", "), size - header.size);
}

/// The bytes of a gzipped file.
Bytes unpacked(Bytes packed, const std::string& name) {
  try {
    const Bytes start = gunzip_start(packed, longest_header);
    return gunzip(std::move(packed), parse_header(start, name).file_size());
  } catch (const Error& error) {
    const std::string text = error.what();
    fail("{}{}", text.starts_with("[gunzip]") ? fmt::format("[{}] ", name) : "", text);
  }
}

}  // namespace

Idx parse_idx(Bytes bytes, const std::string& name) {
  IdxHeader header = parse_header(bytes, name);
  require_complete(header, bytes.size(), name);
  bytes.erase(bytes.begin(), bytes.begin() + static_cast<std::ptrdiff_t>(header.size));
  return {std::move(header.shape), std::move(bytes)};
}

Idx read_idx(const std::filesystem::path& path) {
  constexpr std::uint64_t largest_packed = std::uint64_t{1} << 30U;
  const std::string name = path.string();
  const Bytes start = read_start(path, longest_header);
  if (is_gzip(start)) {
    return parse_idx(unpacked(read_file(path, largest_packed), name), name);
  }
  const IdxHeader header = parse_header(start, name);
  require_complete(header, RegularFile(path).size(), name);
  return parse_idx(read_file(path, header.file_size()), name);
}

Bytes format_idx(const Idx& idx) {
  require(!idx.shape.empty() && idx.shape.size() <= std::numeric_limits<std::uint8_t>::max(),
          "[format_idx] expected 1 to 255 dimensions, got {}", idx.shape.size());
  Bytes bytes = {0, 0, idx_unsigned_bytes, static_cast<std::uint8_t>(idx.shape.size())};
  for (const std::int64_t size : idx.shape) {
    require(size >= 0 && size <= std::numeric_limits<std::uint32_t>::max(),
            "[format_idx] expected a dimension of 0 to 2^32 - 1, got {}", size);
    for (const int shift : {24, 16, 8, 0}) {
      bytes.push_back(static_cast<std::uint8_t>(size >> shift));
    }
  }
  require(count_of(idx.shape) == idx.values.size(),
          "[format_idx] expected as many values as the shape [{}] says, got {}",
          fmt::join(idx.shape, ", "), idx.values.size());
  bytes.insert(bytes.end(), idx.values.begin(), idx.values.end());
  return bytes;
}

}  // namespace akin::io
