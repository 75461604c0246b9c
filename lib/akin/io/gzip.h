#pragma once

#include <cstdint>

#include "akin/io/file.h"

namespace akin::io {

/// Decompresses a gzip stream; bytes that do not start like one are returned unchanged.
/// Errors: a truncated or damaged stream, or more than `limit` bytes of output.
Bytes gunzip(Bytes bytes, std::uint64_t limit = std::uint64_t{1} << 32U);

}  // namespace akin::io
