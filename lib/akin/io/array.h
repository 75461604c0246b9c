#pragma once

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <cstdint>
#include <cstring>
#include <functional>
#include <limits>
#include <span>
#include <vector>

#include "akin/io/file.h"

namespace akin::io {

enum class Number { u8, i8, u16, i16, u32, i32, u64, i64, f16, f32, f64 };

/// In bytes.
std::size_t size_of(Number number);

/// An array of numbers as a file stores them, in row-major order.
struct Array {
  std::vector<std::int64_t> shape;
  Bytes values;  ///< as many as the shape says, of `number`
  Number number = Number::u8;
  bool big_endian = false;
};

/// The product of `shape`; the largest number if it overflows.
std::uint64_t element_count(std::span<const std::int64_t> shape);
/// The bytes of so many numbers; the largest number if that overflows.
std::uint64_t byte_count(std::span<const std::int64_t> shape, Number number);

/// A stream: fills `to` with the bytes that come next; fewer only at the end.
using ReadNext = std::function<std::size_t(std::span<std::uint8_t> to)>;

/// The next `count` bytes, or all that come. Takes memory for what has come, not for what is
/// expected: a header may promise anything.
Bytes read_up_to(const ReadNext& next, std::uint64_t count);

namespace detail {

/// IEEE 754 binary16.
struct Half {
  std::uint16_t bits;

  explicit operator double() const {
    const int exponent = bits >> 10 & 31;
    const double fraction = bits & 1023;
    const double magnitude = exponent == 0   ? std::ldexp(fraction, -24)
                             : exponent < 31 ? std::ldexp(fraction + 1024, exponent - 25)
                             : fraction == 0 ? std::numeric_limits<double>::infinity()
                                             : std::numeric_limits<double>::quiet_NaN();
    return (bits & 0x8000U) != 0 ? -magnitude : magnitude;
  }
};

template <class T, class Take>
void each_of(const Array& array, Take& take) {
  const bool turn = array.big_endian == (std::endian::native == std::endian::little);
  const std::size_t count = array.values.size() / sizeof(T);
  for (std::size_t i = 0; i < count; ++i) {
    std::array<std::uint8_t, sizeof(T)> bytes;
    std::memcpy(bytes.data(), array.values.data() + i * sizeof(T), sizeof(T));
    if (sizeof(T) > 1 && turn) {
      std::reverse(bytes.begin(), bytes.end());
    }
    take(i, static_cast<double>(std::bit_cast<T>(bytes)));
  }
}

}  // namespace detail

/// Calls take(index, value as double) for each number.
template <class Take>
void each_number(const Array& array, Take&& take) {
  switch (array.number) {
    case Number::u8:
      return detail::each_of<std::uint8_t>(array, take);
    case Number::i8:
      return detail::each_of<std::int8_t>(array, take);
    case Number::u16:
      return detail::each_of<std::uint16_t>(array, take);
    case Number::i16:
      return detail::each_of<std::int16_t>(array, take);
    case Number::u32:
      return detail::each_of<std::uint32_t>(array, take);
    case Number::i32:
      return detail::each_of<std::int32_t>(array, take);
    case Number::u64:
      return detail::each_of<std::uint64_t>(array, take);
    case Number::i64:
      return detail::each_of<std::int64_t>(array, take);
    case Number::f16:
      return detail::each_of<detail::Half>(array, take);
    case Number::f32:
      return detail::each_of<float>(array, take);
    case Number::f64:
      return detail::each_of<double>(array, take);
  }
}

}  // namespace akin::io
