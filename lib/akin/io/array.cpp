#include "akin/io/array.h"

namespace akin::io {
namespace {

std::uint64_t product(std::uint64_t a, std::uint64_t b) {
  constexpr std::uint64_t most = std::numeric_limits<std::uint64_t>::max();
  return b != 0 && a > most / b ? most : a * b;
}

}  // namespace

std::size_t size_of(Number number) {
  switch (number) {
    case Number::u8:
    case Number::i8:
      return 1;
    case Number::u16:
    case Number::i16:
    case Number::f16:
      return 2;
    case Number::u32:
    case Number::i32:
    case Number::f32:
      return 4;
    case Number::u64:
    case Number::i64:
    case Number::f64:
      return 8;
  }
  return 1;
}

std::uint64_t element_count(std::span<const std::int64_t> shape) {
  if (std::find(shape.begin(), shape.end(), 0) != shape.end()) {
    return 0;
  }
  std::uint64_t count = 1;
  for (const std::int64_t size : shape) {
    count = product(count, static_cast<std::uint64_t>(size));
  }
  return count;
}

std::uint64_t byte_count(std::span<const std::int64_t> shape, Number number) {
  return product(element_count(shape), size_of(number));
}

Bytes read_up_to(const ReadNext& next, std::uint64_t count) {
  constexpr std::uint64_t first_block = std::uint64_t{1} << 20U;
  Bytes bytes;
  while (bytes.size() < count) {
    const std::size_t have = bytes.size();
    const std::uint64_t block = std::min(count - have, std::max<std::uint64_t>(have, first_block));
    bytes.resize(have + block);
    const std::size_t got = next(std::span(bytes).subspan(have));
    bytes.resize(have + got);
    if (got < block) {
      break;
    }
  }
  return bytes;
}

}  // namespace akin::io
