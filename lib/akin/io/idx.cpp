#include "akin/io/idx.h"

#include <limits>
#include <optional>
#include <utility>

#include <fmt/ranges.h>

#include "akin/base/require.h"
#include "akin/io/archive.h"
#include "akin/io/file_kind.h"

namespace akin::io {
namespace {

constexpr std::size_t magic_size = 4;
constexpr std::size_t dimension_size = 4;
constexpr std::size_t longest_idx_header = magic_size + dimension_size * 255;

struct IdxType {
  std::uint8_t code;
  Number number;
};
constexpr std::array idx_types = {IdxType{0x08, Number::u8},  IdxType{0x09, Number::i8},
                                  IdxType{0x0b, Number::i16}, IdxType{0x0c, Number::i32},
                                  IdxType{0x0d, Number::f32}, IdxType{0x0e, Number::f64}};

std::optional<Number> idx_number(std::uint8_t code) {
  const auto* type = std::find_if(idx_types.begin(), idx_types.end(),
                                  [&](const IdxType& t) { return t.code == code; });
  return type == idx_types.end() ? std::nullopt : std::optional(type->number);
}

std::int64_t big_endian(std::span<const std::uint8_t> bytes) {
  std::int64_t value = 0;
  for (const std::uint8_t byte : bytes) {
    value = value << 8 | byte;
  }
  return value;
}

struct IdxHeader {
  std::vector<std::int64_t> shape;
  Number number = Number::u8;
  std::size_t size = 0;  ///< in bytes

  /// In bytes.
  [[nodiscard]] std::uint64_t values() const { return byte_count(shape, number); }
};

IdxHeader parse_idx_header(std::span<const std::uint8_t> bytes, const std::string& name) {
  require(bytes.size() >= magic_size && bytes[0] == 0 && bytes[1] == 0 && bytes[3] > 0,
          "[{}] expected an IDX file (0 0 type dimensions ...), got {}", name, kind_or_text(bytes));
  const auto number = idx_number(bytes[2]);
  require(number.has_value(),
          "[{}] expected IDX values of type 0x08, 0x09, 0x0b, 0x0c, 0x0d or 0x0e, got 0x{:02x}",
          name, bytes[2]);
  IdxHeader header{{}, *number, magic_size + dimension_size * bytes[3]};
  require(bytes.size() >= header.size,
          "[{}] expected an IDX header of {} bytes, got {} bytes in all", name, header.size,
          bytes.size());
  for (std::size_t at = magic_size; at < header.size; at += dimension_size) {
    header.shape.push_back(big_endian(bytes.subspan(at, dimension_size)));
  }
  return header;
}

/// Requires so many bytes of values as the header says.
void require_complete(const IdxHeader& header, std::uint64_t values, const std::string& name) {
  require(header.values() == values,
          "[{}] expected as many values as its header [{}] says, got {}; it is cut off or damaged",
          name, fmt::join(header.shape, ", "), values / size_of(header.number));
}

Idx make_idx(IdxHeader header, Bytes values) {
  return {std::move(header.shape), std::move(values), header.number, true};
}

}  // namespace

bool is_idx(std::span<const std::uint8_t> start) {
  return start.size() >= magic_size && start[0] == 0 && start[1] == 0 && idx_number(start[2]) &&
         start[3] > 0 && start.size() >= magic_size + dimension_size * start[3];
}

Idx parse_idx(Bytes bytes, const std::string& name) {
  IdxHeader header = parse_idx_header(bytes, name);
  require_complete(header, bytes.size() - header.size, name);
  bytes.erase(bytes.begin(), bytes.begin() + static_cast<std::ptrdiff_t>(header.size));
  return make_idx(std::move(header), std::move(bytes));
}

Idx read_idx(const std::filesystem::path& path) {
  const std::string name = path.string();
  DecompressedFile file(path);
  const ReadNext next = [&](std::span<std::uint8_t> to) { return file.read(to); };
  Bytes start = read_up_to(next, magic_size);
  if (start.size() == magic_size) {
    const Bytes dimensions = read_up_to(next, dimension_size * start[3]);
    start.insert(start.end(), dimensions.begin(), dimensions.end());
  }
  IdxHeader header = parse_idx_header(start, name);
  if (!file.compressed()) {
    require_complete(header, RegularFile(path).size() - header.size, name);
  }
  Bytes values = read_up_to(next, header.values());
  require_complete(header, values.size(), name);
  std::array<std::uint8_t, 1> more{};
  require(next(more) == 0, "[{}] expected as many values as its header [{}] says, got more", name,
          fmt::join(header.shape, ", "));
  return make_idx(std::move(header), std::move(values));
}

Bytes format_idx(const Idx& idx) {
  require(!idx.shape.empty() && idx.shape.size() <= std::numeric_limits<std::uint8_t>::max(),
          "[format_idx] expected 1 to 255 dimensions, got {}", idx.shape.size());
  const auto* type = std::find_if(idx_types.begin(), idx_types.end(),
                                  [&](const IdxType& t) { return t.number == idx.number; });
  require(type != idx_types.end() && (idx.big_endian || size_of(idx.number) == 1),
          "[format_idx] expected big-endian numbers of a type that IDX has, got others");
  Bytes bytes = {0, 0, type->code, static_cast<std::uint8_t>(idx.shape.size())};
  for (const std::int64_t size : idx.shape) {
    require(size >= 0 && size <= std::numeric_limits<std::uint32_t>::max(),
            "[format_idx] expected a dimension of 0 to 2^32 - 1, got {}", size);
    for (const int shift : {24, 16, 8, 0}) {
      bytes.push_back(static_cast<std::uint8_t>(size >> shift));
    }
  }
  require(byte_count(idx.shape, idx.number) == idx.values.size(),
          "[format_idx] expected as many values as the shape [{}] says, got {}",
          fmt::join(idx.shape, ", "), idx.values.size() / size_of(idx.number));
  bytes.insert(bytes.end(), idx.values.begin(), idx.values.end());
  return bytes;
}

}  // namespace akin::io
