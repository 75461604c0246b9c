#include "akin/data/npy_arrays.h"

#include <array>
#include <map>
#include <optional>

#include <fmt/ranges.h>

#include "akin/base/require.h"
#include "akin/base/utf8.h"
#include "akin/data/array_names.h"
#include "akin/io/archive.h"
#include "akin/io/npy.h"

namespace akin::data {
namespace {

namespace fs = std::filesystem;

enum class NpyPart { train, validation, test };

/// What an array's name says.
struct ArrayName {
  NpyPart part = NpyPart::train;
  int rank = -1;  ///< among the names of its role, the most telling first; -1: no role
  bool is_labels = false;
};

/// Takes the first of `words` out of `text`.
bool take_out(std::string& text, std::initializer_list<const char*> words) {
  for (const std::string_view word : words) {
    if (const auto at = text.find(word); at != std::string::npos) {
      text.erase(at, word.size());
      return true;
    }
  }
  return false;
}

template <std::size_t count>
int rank_in(const std::array<const char*, count>& names, const std::string& name) {
  const auto* at = std::find(names.begin(), names.end(), name);
  return at == names.end() ? -1 : static_cast<int>(at - names.begin());
}

ArrayName parse_array_name(const std::string& name) {
  constexpr std::array images = {"images", "image", "imgs", "img", "x", "data", "pixels", "arr0"};
  constexpr std::array labels = {"labels", "label", "y", "target", "targets", "classes", "arr1"};
  ArrayName parsed;
  std::string text = utf8::lower_case(name);
  if (take_out(text, {"validation", "valid", "val"})) {
    parsed.part = NpyPart::validation;
  } else if (take_out(text, {"testing", "test"})) {
    parsed.part = NpyPart::test;
  } else {
    take_out(text, {"training", "train"});
  }
  std::erase_if(text, [](char c) { return c == '_' || c == '-' || c == '.' || c == ' '; });
  parsed.is_labels = rank_in(labels, text) >= 0;
  parsed.rank = parsed.is_labels ? rank_in(labels, text) : rank_in(images, text);
  return parsed;
}

io::Array read_npy_file(const fs::path& path) {
  io::DecompressedFile file(path);
  return io::read_npy([&](std::span<std::uint8_t> to) { return file.read(to); }, path.string());
}

/// The first file beside `path` whose name is its own with one of these replacements.
std::optional<fs::path> find_replaced(
    const fs::path& path, std::initializer_list<std::pair<const char*, const char*>> replacements) {
  const std::string name = path.filename().string();
  for (const auto& [from, to] : replacements) {
    const auto other = replace_last(name, from, to);
    if (const auto found = other ? find_beside(path, *other) : std::nullopt) {
      return found;
    }
  }
  return std::nullopt;
}

RawPart read_npy_part(const fs::path& path, const ArrayOptions& options,
                      std::vector<std::string>& notes) {
  RawPart part{path.string(), read_npy_file(path), {}};
  const auto labels = find_replaced(path, {{"images", "labels"},
                                           {"image", "label"},
                                           {"imgs", "labels"},
                                           {"data", "target"},
                                           {"data", "labels"},
                                           {"x_", "y_"},
                                           {"_x", "_y"},
                                           {"X_", "y_"},
                                           {"_X", "_y"},
                                           {"X_", "Y_"},
                                           {"_X", "_Y"},
                                           {"X.npy", "y.npy"},
                                           {"x.npy", "y.npy"}});
  if (labels) {
    part.labels =
        make_labels(read_npy_file(*labels), options.label_column, labels->string(), notes);
  }
  return part;
}

}  // namespace

bool is_npz(const fs::path& path) {
  bool found = false;
  io::each_file(path, [&](const io::ArchiveFile& file) {
    found = file.name().ends_with(".npy");
    return false;
  });
  return found;
}

RawParts read_npy_arrays(const fs::path& path, const ArrayOptions& options) {
  RawParts parts;
  std::vector<std::string> same_notes;
  parts.train = read_npy_part(path, options, parts.notes);
  if (const auto test = find_replaced(path, {{"train", "test"}})) {
    parts.test = read_npy_part(*test, options, same_notes);
  }
  if (const auto validation =
          find_replaced(path, {{"train", "val"}, {"train", "valid"}, {"train", "validation"}})) {
    parts.validation = read_npy_part(*validation, options, same_notes);
  }
  return parts;
}

RawParts read_npz_arrays(const fs::path& path, const ArrayOptions& options) {
  struct Found {
    int rank = -1;
    std::string name;
    io::Array array;
  };
  std::map<std::pair<NpyPart, bool>, Found> found;
  std::vector<std::string> left_out;
  std::uint64_t left = io::unpacked_limit(fs::file_size(path));
  io::each_file(path, [&](io::ArchiveFile& file) {
    std::string name = file.name();
    name.resize(name.ends_with(".npy") ? name.size() - 4 : name.size());
    const ArrayName parsed = parse_array_name(name);
    Found& best = found[{parsed.part, parsed.is_labels}];
    if (parsed.rank < 0 || (best.rank >= 0 && best.rank <= parsed.rank)) {
      left_out.push_back(name);
      return true;
    }
    if (best.rank >= 0) {
      left_out.push_back(best.name);
    }
    const auto next = [&](std::span<std::uint8_t> to) {
      const std::size_t got = file.read_next(to);
      require(got <= left,
              "[{}] expected an archive that unpacks to at most 64 MiB and 100 times its size, got "
              "more",
              path.string());
      left -= got;
      return got;
    };
    best = {parsed.rank, name, io::read_npy(next, fmt::format("{}: {}", path.string(), name))};
    return true;
  });
  RawParts parts;
  const auto take = [&](NpyPart from, RawPart& to, std::vector<std::string>& notes) {
    Found& images = found[{from, false}];
    Found& labels = found[{from, true}];
    to.name = fmt::format("{}: {}", path.string(), images.name);
    if (images.rank >= 0) {
      to.images = std::move(images.array);
    }
    if (images.rank >= 0 && labels.rank >= 0) {
      to.labels = make_labels(labels.array, options.label_column,
                              fmt::format("{}: {}", path.string(), labels.name), notes);
    }
  };
  std::vector<std::string> same_notes;
  take(NpyPart::train, parts.train, parts.notes);
  take(NpyPart::validation, parts.validation, same_notes);
  take(NpyPart::test, parts.test, same_notes);
  require(parts.train.exists(),
          "[{}] expected an array of training images (x_train, train_images, images, X, data or "
          "arr_0), got {}",
          path.string(), left_out.empty() ? "none" : fmt::format("{}", fmt::join(left_out, ", ")));
  if (!left_out.empty()) {
    parts.notes.push_back(fmt::format("left out: {}", fmt::join(left_out, ", ")));
  }
  return parts;
}

}  // namespace akin::data
