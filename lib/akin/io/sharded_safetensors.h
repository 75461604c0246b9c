#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <string>
#include <string_view>

#include "akin/io/safetensors.h"

namespace akin::io {

/// The name of the file that holds each tensor: the "weight_map" of an index such as Hugging Face's
/// model.safetensors.index.json. Parses untrusted text; errors name `name`.
std::map<std::string, std::string> parse_shard_index(std::string_view text,
                                                     const std::string& name);

/// Reads weights as people publish them: a safetensors file; the index (.json) of one that was
/// split into shards; or a folder with a model.safetensors or model.safetensors.index.json, which
/// lies in the folder itself or where Hugging Face's cache keeps what it links to, as do shards.
/// Returns no metadata of shards. Errors: those of read_safetensors(), with `limit` for all shards
/// together; a shard that is missing or lies elsewhere; a tensor that is not in the shard, or not
/// only in the shard, that the index says.
Safetensors read_weights(const std::filesystem::path& path,
                         std::uint64_t limit = std::uint64_t{8} << 30U);

}  // namespace akin::io
