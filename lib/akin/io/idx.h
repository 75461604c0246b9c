#pragma once

#include <filesystem>
#include <string>

#include "akin/io/array.h"

namespace akin::io {

/// An array in the IDX format of MNIST (LeCun, Cortes & Burges): two zero bytes, the type (0x08 u8,
/// 0x09 i8, 0x0b i16, 0x0c i32, 0x0d f32, 0x0e f64), the number of dimensions, each dimension as a
/// big-endian 32-bit number, then the values, big-endian, in row-major order.
using Idx = Array;

/// Whether the bytes start like an IDX file.
bool is_idx(std::span<const std::uint8_t> start);

/// Errors, which start with [`name`]: wrong magic number, an unknown type, a shape that does not
/// match the number of values.
Idx parse_idx(Bytes bytes, const std::string& name);

/// Reads a plain or compressed file. Takes no more memory than the header says, however large the
/// file is or unpacks to.
Idx read_idx(const std::filesystem::path& path);

Bytes format_idx(const Idx& idx);

}  // namespace akin::io
