#include "akin/data/catalogue_images.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <map>
#include <utility>

#include <fmt/ranges.h>

#include "akin/base/require.h"
#include "akin/data/array_source.h"
#include "akin/io/archive.h"
#include "akin/io/gzip.h"
#include "akin/io/idx.h"

namespace akin::data {
namespace {

/// Images of labels that are indices of class names.
Images make_images(io::Idx images, io::Idx labels, const Entry& entry, const std::string& name) {
  require(images.shape.size() == 3 && images.shape[1] > 0 && images.shape[2] > 0 &&
              labels.shape == std::vector<std::int64_t>{images.shape[0]},
          "[data] expected images of the shape count, height, width with a label each, got the "
          "shapes {} and {} in {}",
          fmt::join(images.shape, " x "), fmt::join(labels.shape, " x "), name);
  const ImageSize size = {static_cast<int>(images.shape[1]), static_cast<int>(images.shape[2])};
  return {std::move(images.values), std::move(labels.values), size, entry.class_names};
}

SourceImages read_idx_files(const Entry& entry, const io::DownloadOptions& options) {
  const auto part = [&](std::size_t images, std::size_t labels) {
    const std::string& name = entry.files.at(images).name;
    return make_images(io::parse_idx(read_file_of(entry, images, options), name),
                       io::parse_idx(read_file_of(entry, labels, options), name), entry, name);
  };
  SourceImages found;
  found.train = part(0, 1);
  found.test = part(2, 3);
  return found;
}

SourceImages read_arrays_of(const Entry& entry, const io::DownloadOptions& options) {
  const auto first = checked_download(entry, 0, options);
  for (std::size_t i = 1; i < entry.files.size(); ++i) {
    (void)checked_download(entry, i, options);  // found beside the first
  }
  SourceImages found = to_source(read_arrays(first), entry.name, entry.class_names);
  found.notes.clear();  // of what the catalogue knows
  return found;
}

/// Labels from the first of them, which is 1 in some sets.
io::Idx from_zero(io::Idx labels) {
  const auto least = std::min_element(labels.values.begin(), labels.values.end());
  const std::uint8_t first = least == labels.values.end() ? 0 : *least;
  for (auto& label : labels.values) {
    label = static_cast<std::uint8_t>(label - first);
  }
  return labels;
}

SourceImages read_zip_of_idx(const Entry& entry, const io::DownloadOptions& options) {
  constexpr std::uint64_t largest_member = std::uint64_t{2} << 30U;
  const auto path = checked_download(entry, 0, options);
  std::map<std::string, io::Idx> found;
  const auto member = [&](const char* part, const char* what) {
    return fmt::format(fmt::runtime(entry.member), part, what);
  };
  io::each_file(path, [&](io::ArchiveFile& file) {
    for (const char* part : {"train", "test"}) {
      for (const char* what : {"images-idx3", "labels-idx1"}) {
        if (file.name() == member(part, what)) {
          found[file.name()] =
              io::parse_idx(io::gunzip(file.read(largest_member), largest_member), file.name());
        }
      }
    }
    return found.size() < 4;
  });
  require(found.size() == 4, "[data] expected {} and three files beside it in {}, got {} of them",
          member("train", "images-idx3"), path.string(), found.size());
  const auto part = [&](const char* name) {
    return make_images(std::move(found[member(name, "images-idx3")]),
                       from_zero(std::move(found[member(name, "labels-idx1")])), entry,
                       path.string());
  };
  SourceImages images;
  images.train = part("train");
  images.test = part("test");
  return images;
}

/// Lines of "LABEL INDEX:VALUE ...", values in [-1, 1], indices and labels from 1 (Chang & Lin,
/// LIBSVM).
ArrayImages parse_libsvm(const io::Bytes& bytes, int side, const std::string& name) {
  ArrayImages images;
  images.size = {side, side};
  const char* at = reinterpret_cast<const char*>(bytes.data());
  const char* const end = at + bytes.size();
  const auto number = [&](auto& value) {
    while (at < end && (*at == ' ' || *at == '+')) {
      ++at;
    }
    const auto [after, error] = std::from_chars(at, end, value);
    require(error == std::errc(), "[data] expected LABEL INDEX:VALUE ..., got other text in {}",
            name);
    at = after;
  };
  while (at < end) {
    int label = 0;
    number(label);
    images.labels.push_back(std::to_string(label - 1));
    const std::size_t begin = images.values.size();
    images.values.resize(begin + images.size.values(), 128);  // absent values are 0
    while (at < end && *at != '\n') {
      std::size_t index = 0;
      double value = 0;
      number(index);
      require(index >= 1 && index <= images.size.values() && at < end && *at == ':',
              "[data] expected indices from 1 to {}, got {} in {}", images.size.values(), index,
              name);
      ++at;
      number(value);
      images.values[begin + index - 1] =
          static_cast<std::uint8_t>(std::lround(std::clamp(value * 0.5 + 0.5, 0.0, 1.0) * 255));
      while (at < end && (*at == ' ' || *at == '\r')) {
        ++at;
      }
    }
    at += at < end ? 1 : 0;
  }
  return images;
}

SourceImages read_libsvm(const Entry& entry, const io::DownloadOptions& options) {
  constexpr std::uint64_t largest = std::uint64_t{256} << 20U;
  constexpr int side = 16;
  ArrayParts parts;
  for (std::size_t i = 0; i < 2; ++i) {
    const auto path = checked_download(entry, i, options);
    (i == 0 ? parts.train : parts.test) =
        parse_libsvm(io::read_decompressed(path, largest), side, path.string());
  }
  return to_source(std::move(parts), entry.name, entry.class_names);
}

}  // namespace

SourceImages read_catalogue_images(const Entry& entry, const io::DownloadOptions& options) {
  SourceImages found = entry.format == "idx"          ? read_idx_files(entry, options)
                       : entry.format == "arrays"     ? read_arrays_of(entry, options)
                       : entry.format == "zip of idx" ? read_zip_of_idx(entry, options)
                                                      : read_libsvm(entry, options);
  found.keys.clear();  // its order is documented
  if (entry.transposed) {
    found = in_plan(std::move(found), {.transpose = true});
  }
  const ImageSize size = found.train.image_size();
  found.sizes[{size.width, size.height}] =
      found.train.size() + found.validation.size() + found.test.size();
  return found;
}

}  // namespace akin::data
