#pragma once

#include <string>

#include "akin/io/array.h"

namespace akin::io {

/// Whether the bytes start like a file of numpy.save().
bool is_npy(std::span<const std::uint8_t> start);

/// Reads a stream in NumPy's .npy format, versions 1 to 3 (numpy/lib/format.py): b1, u1 to u8, i1
/// to i8, f2 to f8 in both byte orders. Takes no more memory than the header says and the stream
/// has. Errors, which start with [`name`]: other types, column-major order, object arrays, a header
/// that does not match the number of values.
Array read_npy(const ReadNext& next, const std::string& name);

}  // namespace akin::io
