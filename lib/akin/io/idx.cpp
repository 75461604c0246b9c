#include "akin/io/idx.h"

#include <limits>
#include <utility>

#include <fmt/ranges.h>

#include "akin/base/require.h"
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

/// Whether the product of `shape` is `count`; safe against overflow.
bool is_count(const std::vector<std::int64_t>& shape, std::size_t count) {
  std::uint64_t product = 1;
  for (const std::int64_t size : shape) {
    const auto n = static_cast<std::uint64_t>(size);
    if (n != 0 && product > count / n) {
      return false;
    }
    product *= n;
  }
  return product == count;
}

}  // namespace

Idx parse_idx(Bytes bytes, const std::string& name) {
  require(bytes.size() >= magic_size && bytes[0] == 0 && bytes[1] == 0 && bytes[3] > 0,
          "[{}] expected an IDX file (0 0 8 dimensions ...), got other bytes", name);
  require(bytes[2] == idx_unsigned_bytes,
          "[{}] expected IDX values of type 0x08 (bytes), got 0x{:02x}", name, bytes[2]);
  const std::size_t header = magic_size + dimension_size * bytes[3];
  require(bytes.size() >= header, "[{}] expected an IDX header of {} bytes, got {} bytes in all",
          name, header, bytes.size());
  Idx idx;
  for (std::size_t at = magic_size; at < header; at += dimension_size) {
    idx.shape.push_back(big_endian(std::span(bytes).subspan(at, dimension_size)));
  }
  require(is_count(idx.shape, bytes.size() - header),
          "[{}] expected as many values as its header [{}] says, got {}; it is cut off or damaged",
          name, fmt::join(idx.shape, ", "), bytes.size() - header);
  bytes.erase(bytes.begin(), bytes.begin() + static_cast<std::ptrdiff_t>(header));
  idx.values = std::move(bytes);
  return idx;
}

Idx read_idx(const std::filesystem::path& path) {
  Bytes bytes = read_file(path);
  try {
    bytes = gunzip(std::move(bytes));
  } catch (const Error& error) {
    fail("[{}] {}", path.string(), error.what());
  }
  return parse_idx(std::move(bytes), path.string());
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
  require(is_count(idx.shape, idx.values.size()),
          "[format_idx] expected as many values as the shape [{}] says, got {}",
          fmt::join(idx.shape, ", "), idx.values.size());
  bytes.insert(bytes.end(), idx.values.begin(), idx.values.end());
  return bytes;
}

}  // namespace akin::io
