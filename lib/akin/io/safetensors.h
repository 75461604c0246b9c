#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "akin/io/file.h"

namespace akin::io {

/// One tensor of a safetensors file: `dtype` by its name there (F64 F32 F16 BF16 I64 I32 I16 I8 U8
/// BOOL), row-major, little-endian.
struct RawTensor {
  std::string dtype;
  std::vector<std::int64_t> shape;
  Bytes bytes;

  [[nodiscard]] std::int64_t count() const;  ///< product of the shape
};

/// https://github.com/huggingface/safetensors: an 8-byte little-endian header length, a JSON header
/// that maps names to dtype, shape and offsets, then the bytes. `metadata` is the header's free
/// string-to-string map. Written by falling element size, then by name: equal content gives equal
/// bytes, and every tensor is aligned to its elements.
struct Safetensors {
  std::map<std::string, RawTensor> tensors;
  std::map<std::string, std::string> metadata;
};

/// Trusts nothing: header length, JSON, dtypes, shapes (overflow included), offsets inside the
/// file, no overlap and no hole are checked before memory is taken. Errors name `name` and the
/// tensor.
Safetensors parse_safetensors(std::span<const std::uint8_t> bytes, const std::string& name);
Bytes format_safetensors(const Safetensors& content);

Safetensors read_safetensors(const std::filesystem::path& path);
void write_safetensors(const std::filesystem::path& path, const Safetensors& content);

/// Bytes per element of a dtype name. Error where the name is unknown.
std::int64_t dtype_size(const std::string& dtype);

}  // namespace akin::io
