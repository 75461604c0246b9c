#pragma once

#include <cstdint>
#include <filesystem>
#include <vector>

#include "akin/io/file.h"

namespace akin::io {

/// An array of unsigned bytes in the IDX format of MNIST (LeCun, Cortes & Burges): two zero bytes,
/// the type (0x08), the number of dimensions, each dimension as a big-endian 32-bit number, then
/// the values in row-major order.
struct Idx {
  std::vector<std::int64_t> shape;
  Bytes values;
};

/// Errors, which start with [`name`]: wrong magic number, a type other than bytes, a shape that
/// does not match the number of values.
Idx parse_idx(Bytes bytes, const std::string& name);

/// Reads a plain or gzipped file. Takes no more memory than the header says, however large the file
/// is or unpacks to.
Idx read_idx(const std::filesystem::path& path);

Bytes format_idx(const Idx& idx);

}  // namespace akin::io
