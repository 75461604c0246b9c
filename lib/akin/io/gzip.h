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
/// With a limit of 64 MiB and a hundred times the input: far above what data compress to, and a
/// tenth of what a file made to fill the memory unpacks to.
Bytes gunzip(Bytes bytes);

/// The first `count` decompressed bytes, or all that there are.
Bytes gunzip_start(std::span<const std::uint8_t> bytes, std::size_t count);

}  // namespace akin::io
