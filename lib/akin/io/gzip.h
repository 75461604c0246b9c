#pragma once

#include <cstdint>

#include "akin/io/file.h"

namespace akin::io {

/// Whether the bytes start like a gzip file.
bool is_gzip(std::span<const std::uint8_t> bytes);

/// Decompresses a gzip file; bytes that do not start like one are returned unchanged. Zeros after
/// it, the padding of block devices, are ignored, as by gzip(1). Errors: a truncated or damaged
/// stream, or more than `limit` bytes of output.
Bytes gunzip(Bytes bytes, std::uint64_t limit);
/// With unpacked_limit() of the input.
Bytes gunzip(Bytes bytes);

}  // namespace akin::io
