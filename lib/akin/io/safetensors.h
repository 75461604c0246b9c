#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "akin/io/file.h"

namespace akin::io {

/// One tensor of a safetensors file: row-major, little-endian. `dtype` is a name of the format: F64
/// F32 F16 BF16 I64 I32 I16 I8 U8 BOOL.
struct RawTensor {
  std::string dtype;
  std::vector<std::int64_t> shape;
  Bytes bytes;

  [[nodiscard]] std::int64_t count() const;  ///< number of elements
};

/// A file in the format of https://github.com/huggingface/safetensors: an 8-byte little-endian
/// header length, a JSON header that maps names to dtype, shape and offsets, then the data.
/// `metadata` is the free string-to-string map of the header. Tensors are written by decreasing
/// element size, then by name, so that equal content gives equal bytes and every tensor is aligned
/// to its elements.
struct Safetensors {
  std::map<std::string, RawTensor> tensors;
  std::map<std::string, std::string> metadata;
};

/// Parses untrusted bytes: header length (16 MiB at most), JSON, dtypes, shapes (including
/// overflow) and offsets (inside the file, without overlaps or gaps) are checked before any tensor
/// is allocated. Errors name `name` and the tensor. Of another kind of file, they say which it is
/// and what to do, such as how a checkpoint of torch.save() is converted.
Safetensors parse_safetensors(std::span<const std::uint8_t> bytes, const std::string& name);
Bytes format_safetensors(const Safetensors& content);

/// Errors: those of RegularFile and parse_safetensors(); tensors of more than `limit` bytes in all.
Safetensors read_safetensors(const std::filesystem::path& path,
                             std::uint64_t limit = std::uint64_t{8} << 30U);
void write_safetensors(const std::filesystem::path& path, const Safetensors& content);

/// Error: the name of a tensor is longer than 1024 bytes, and would fill a message.
void require_short_name(const std::string& tensor, const std::string& name);

/// Bytes per element. Error if the dtype is unknown.
std::int64_t dtype_size(const std::string& dtype);

}  // namespace akin::io
