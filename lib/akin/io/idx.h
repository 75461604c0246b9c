#pragma once

#include <cstdint>
#include <filesystem>
#include <vector>

#include "akin/io/file.h"

namespace akin::io {

/// An array of unsigned bytes in the IDX format of the MNIST distribution (LeCun, Cortes & Burges):
/// two zero bytes, the type (0x08), the number of dimensions, each dimension as a big-endian
/// 32-bit number, the values in row-major order.
struct Idx {
  std::vector<std::int64_t> shape;
  Bytes values;
};

/// Errors, each naming `name`: wrong magic, a type other than bytes, a header that promises more or
/// fewer values than follow (checked before memory is taken).
Idx parse_idx(Bytes bytes, const std::string& name);

/// Reads a file, gzipped or plain.
Idx read_idx(const std::filesystem::path& path);

Bytes format_idx(const Idx& idx);

}  // namespace akin::io
