#include "akin/io/sharded_safetensors.h"

#include <algorithm>
#include <regex>

#include "akin/base/require.h"
#include "akin/io/json.h"
#include "akin/io/paths.h"

namespace akin::io {
namespace fs = std::filesystem;
namespace {

using ShardIndex = std::map<std::string, std::string>;

constexpr std::size_t longest_file_name = 255;

/// Whether the folder is one of Hugging Face's cache, snapshots/REVISION, which links to files in
/// blobs, two folders up, and the file is one of those.
bool lies_in_cache_of(const fs::path& file, const fs::path& folder) {
  std::error_code ignored;
  const fs::path snapshots = fs::canonical(folder, ignored).parent_path();
  const fs::path blobs = snapshots.parent_path() / "blobs";
  return snapshots.filename() == "snapshots" && is_plain_folder(blobs) && lies_in(file, blobs);
}

/// The path of a file in a folder from a stranger, who may have named or linked any other file.
fs::path file_in(const fs::path& folder, const std::string& name) {
  const fs::path file = folder / name;
  std::error_code ignored;
  require(fs::exists(file, ignored),
          "[{}] expected '{}' in the folder, got no such file; fetch all files of the model",
          folder.string(), name);
  require(lies_in(file, folder) || lies_in_cache_of(file, folder),
          "[{}] expected '{}' in the folder, got a path or link to a file elsewhere; copy the file "
          "itself there",
          folder.string(), name);
  return file;
}

/// The weights in a folder: one file before several, as Hugging Face loads them.
fs::path weights_in(const fs::path& folder) {
  constexpr auto one = "model.safetensors";
  constexpr auto several = "model.safetensors.index.json";
  const bool is_one = type_of(folder / one) != fs::file_type::not_found;
  require(is_one || type_of(folder / several) != fs::file_type::not_found,
          "[{}] expected {} or {} in the folder, got neither", folder.string(), one, several);
  return file_in(folder, is_one ? one : several);
}

/// Whether it is named as one of several, as Hugging Face names them.
bool is_one_of_several(const fs::path& file) {
  constexpr std::size_t length = std::string_view("-00001-of-00002.safetensors").size();
  static const std::regex pattern(R"(-\d{5}-of-(?!00001)\d{5}\.safetensors)");
  const std::string name = file.filename().string();
  return std::regex_match(name.substr(name.size() - std::min(name.size(), length)), pattern);
}

/// Error unless the index says that the tensors are in this shard and nowhere else.
void require_shard_of(const ShardIndex& index, const Safetensors& shard, const std::string& file,
                      const std::string& name) {
  for (const auto& [tensor, raw] : shard.tensors) {
    const auto found = index.find(tensor);
    require(found != index.end(), "[{}] expected all tensors in the index, got '{}' only in {}",
            name, tensor, file);
    require(found->second == file, "[{}] expected '{}' only in {}, as the index says, got it in {}",
            name, tensor, found->second, file);
  }
}

Safetensors read_shards(const fs::path& index_file, std::uint64_t limit) {
  const std::string name = index_file.string();
  const ShardIndex index = parse_shard_index(read_text(index_file, longest_json), name);
  const fs::path folder = index_file.has_parent_path() ? index_file.parent_path() : fs::path(".");
  std::map<std::string, fs::path> shards;
  for (const auto& [tensor, file] : index) {
    if (!shards.contains(file)) {
      shards.emplace(file, file_in(folder, file));
    }
  }
  Safetensors all;
  for (const auto& [file, path] : shards) {
    Safetensors shard = read_safetensors(path, limit);
    require_shard_of(index, shard, file, name);
    for (const auto& [tensor, raw] : shard.tensors) {
      limit -= raw.bytes.size();
    }
    all.tensors.merge(shard.tensors);
  }
  for (const auto& [tensor, file] : index) {
    require(all.tensors.contains(tensor), "[{}] expected '{}' in {}, got no such tensor there",
            name, tensor, file);
  }
  return all;
}

}  // namespace

ShardIndex parse_shard_index(std::string_view text, const std::string& name) {
  const nlohmann::json content = parse_json(text, name);
  const auto map = content.is_object() ? content.find("weight_map") : content.end();
  require(map != content.end() && map->is_object(),
          "[{}] expected the index of a sharded safetensors file, with a 'weight_map', got other "
          "JSON",
          name);
  ShardIndex index;
  for (const auto& [tensor, file] : map->items()) {
    require_short_name(tensor, name);
    const auto* const shard = file.get_ptr<const std::string*>();
    require(shard != nullptr && shard->size() <= longest_file_name,
            "[{}] expected the name of a file for '{}', got something else", name, tensor);
    index.emplace(tensor, *shard);
  }
  return index;
}

Safetensors read_weights(const fs::path& path, std::uint64_t limit) {
  std::error_code ignored;
  const fs::path file = fs::is_directory(path, ignored) ? weights_in(path) : path;
  require(!is_one_of_several(file),
          "[{}] expected all weights, got one shard of several; give the .index.json beside it, or "
          "the folder",
          file.string());
  return file.extension() == ".json" ? read_shards(file, limit) : read_safetensors(file, limit);
}

}  // namespace akin::io
