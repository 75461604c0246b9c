#include "akin/data/picture_cache.h"

#include <algorithm>
#include <array>
#include <cstring>
#include <fstream>
#include <functional>
#include <span>
#include <utility>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "akin/base/require.h"
#include "akin/base/version.h"
#include "akin/io/file.h"
#include "akin/io/sha256.h"

namespace akin::data {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;

constexpr std::int64_t fewest_images = 1000;
constexpr std::size_t largest_header = 64U << 20U;

// The file: the length of the header in eight bytes, a JSON header, then for each part its pixels
// and labels, then the keys. The header has their sizes and the SHA-256 of the rest of the file.

template <class Source>
auto parts_of(Source& images) {
  return std::array{&images.train, &images.validation, &images.test};
}

using Take = std::function<void(std::span<const std::uint8_t>)>;

/// Passes what follows the header to `take`.
void each_piece(const SourceImages& images, const Take& take) {
  for (const Images* part : parts_of(images)) {
    io::Bytes labels;
    for (std::int64_t i = 0; i < part->size(); ++i) {
      take(part->pixels(i));
      if (part->classes() > 0) {
        labels.push_back(static_cast<std::uint8_t>(part->label(i)));
      }
    }
    take(labels);
  }
  const auto* keys = reinterpret_cast<const std::uint8_t*>(images.keys.data());
  take({keys, images.keys.size() * sizeof(std::uint64_t)});
}

std::string digest(const SourceImages& images) {
  io::Sha256 hash;
  each_piece(images, [&](std::span<const std::uint8_t> piece) { hash.update(piece); });
  return hash.digest();
}

json header_of(const SourceImages& images, const std::string& stamp) {
  json sizes = json::array();
  for (const auto& [size, count] : images.sizes) {
    sizes.push_back({size.first, size.second, count});
  }
  json counts = json::array();
  for (const Images* part : parts_of(images)) {
    counts.push_back(part->size());
  }
  const ImageSize size = images.train.image_size();
  return {{"stamp", stamp},          {"class_names", images.train.class_names()},
          {"notes", images.notes},   {"sizes", sizes},
          {"counts", counts},        {"image", {size.height, size.width, size.channels}},
          {"sha256", digest(images)}};
}

io::Bytes read_piece(const io::RegularFile& file, std::uint64_t& offset, std::uint64_t size) {
  require(size <= file.size() - std::min(offset, file.size()),
          "[cache] expected a whole file, got its beginning");
  io::Bytes bytes(size);
  require(file.read(offset, bytes) == size, "[cache] expected a whole file, got its beginning");
  offset += size;
  return bytes;
}

/// Error: made from files of another stamp.
SourceImages parse(const fs::path& path, const std::string& stamp) {
  const io::RegularFile file(path);
  std::uint64_t offset = 0;
  std::uint64_t header_size = 0;
  std::memcpy(&header_size, read_piece(file, offset, sizeof(header_size)).data(),
              sizeof(header_size));
  require(header_size <= largest_header, "[cache] expected a small header, got a large one");
  const json header = json::parse(read_piece(file, offset, header_size));
  require(header.at("stamp") == stamp, "[cache] expected the same files, got others");
  const auto names = header.at("class_names").get<std::vector<std::string>>();
  const auto side = [&](std::size_t i) { return header.at("image").at(i).get<int>(); };
  const ImageSize size = {side(0), side(1), side(2)};
  SourceImages images;
  std::size_t part = 0;
  for (Images* to : parts_of(images)) {
    const auto count = header.at("counts").at(part++).get<std::uint64_t>();
    require(count <= file.size(), "[cache] expected a whole file, got its beginning");
    if (count > 0) {
      io::Bytes pixels = read_piece(file, offset, count * size.values());
      *to = Images(std::move(pixels), read_piece(file, offset, names.empty() ? 0 : count), size,
                   names);
    }
  }
  const io::Bytes keys = read_piece(
      file, offset, static_cast<std::uint64_t>(images.train.size()) * sizeof(std::uint64_t));
  images.keys.resize(static_cast<std::size_t>(images.train.size()));
  std::memcpy(images.keys.data(), keys.data(), keys.size());
  images.notes = header.at("notes").get<std::vector<std::string>>();
  for (const json& found : header.at("sizes")) {
    images.sizes[{found.at(0), found.at(1)}] = found.at(2);
  }
  require(digest(images) == header.at("sha256").get<std::string>(),
          "[cache] expected what was written, got other bytes");
  return images;
}

io::Bytes bytes_of(const std::string& text) {
  return {text.begin(), text.end()};
}

}  // namespace

PictureCache::PictureCache(const fs::path& folder, const fs::path& source, const std::string& stamp,
                           const ImageOptions& options)
    : stamp_(fmt::format("{} {}", version, stamp)) {
  if (folder.empty()) {
    return;
  }
  const std::string key =
      fmt::format("{}\n{}\n{}\n{} {} {}", fs::absolute(source).lexically_normal().string(),
                  options.size, options.fit, options.grey, options.invert, options.transpose);
  file_ = folder / "pictures" / (io::sha256(bytes_of(key)).substr(0, 32) + ".images");
}

std::optional<SourceImages> PictureCache::load() const {
  std::error_code ignored;
  if (file_.empty() || !fs::exists(file_, ignored)) {
    return std::nullopt;
  }
  try {
    return parse(file_, stamp_);
  } catch (const std::exception&) {  // of JSON, too
    return std::nullopt;
  }
}

void PictureCache::save(const SourceImages& images) const {
  if (file_.empty() || images.train.size() < fewest_images) {
    return;
  }
  const std::string header =
      header_of(images, stamp_).dump(-1, ' ', true, json::error_handler_t::replace);
  try {
    io::write_atomically(file_, [&](const fs::path& temporary) {
      std::ofstream file(temporary, std::ios::binary);
      const auto put = [&](const void* data, std::size_t size) {
        file.write(static_cast<const char*>(data), static_cast<std::streamsize>(size));
      };
      const std::uint64_t size = header.size();
      put(&size, sizeof(size));
      put(header.data(), header.size());
      each_piece(images,
                 [&](std::span<const std::uint8_t> piece) { put(piece.data(), piece.size()); });
      file.close();
      require(file.good(), "[cache] expected space for the images, got none");
    });
  } catch (const Error&) {  // a full disk, or a folder that may not be written
    return;
  }
}

}  // namespace akin::data
