#include "akin/data/idx_arrays.h"

#include <algorithm>
#include <map>
#include <optional>

#include <fmt/ranges.h>

#include "akin/base/require.h"
#include "akin/data/array_names.h"
#include "akin/io/idx.h"

namespace akin::data {
namespace {

namespace fs = std::filesystem;

/// Where "-idx3-ubyte" or ".idx3-ubyte" begins.
std::size_t suffix_at(const std::string& name) {
  return std::min(name.rfind("-idx"), name.rfind(".idx"));
}

/// The name without its packing and what names the type: "train-images".
std::string stem_of(const fs::path& path) {
  const std::string name = without_packing(path.filename().string());
  return name.substr(0, suffix_at(name));
}

/// Of files with the same stem, the one with the shortest name: plain rather than compressed.
std::optional<fs::path> find_stem(const fs::path& folder, const std::string& stem) {
  std::optional<fs::path> found;
  for (const fs::path& file : files_in(folder)) {
    if (stem_of(file) == stem && (!found || file.native().size() < found->native().size())) {
      found = file;
    }
  }
  return found;
}

RawPart read_idx_part(const fs::path& path, const ArrayOptions& options,
                      std::vector<std::string>& notes) {
  RawPart part{path.string(), io::read_idx(path), {}};
  const auto stem = replace_last(stem_of(path), "images", "labels");
  if (const auto labels = stem ? find_stem(path.parent_path(), *stem) : std::nullopt) {
    part.labels = make_labels(io::read_idx(*labels), options.label_column, labels->string(), notes);
  }
  return part;
}

/// The files of images of a folder, one for each stem.
std::map<std::string, fs::path> idx_image_files(const fs::path& folder) {
  std::map<std::string, fs::path> found;
  for (const fs::path& file : files_in(folder)) {
    const std::string stem = stem_of(file);
    if (is_idx_name(file.filename().string()) && stem.find("images") != std::string::npos) {
      found.try_emplace(stem, file);  // sorted: plain before compressed
    }
  }
  return found;
}

fs::path folder_of_files(const fs::path& folder) {
  return idx_image_files(folder).empty() ? folder / "raw" : folder;
}

}  // namespace

bool is_idx_name(const std::string& name) {
  return suffix_at(name) != std::string::npos;
}

bool is_idx_folder(const fs::path& folder) {
  return !idx_image_files(folder_of_files(folder)).empty();
}

RawParts read_idx_arrays(const fs::path& path, const ArrayOptions& options) {
  RawParts parts;
  parts.train = read_idx_part(path, options, parts.notes);
  for (const std::string& stem : test_names(stem_of(path))) {
    if (const auto test =
            parts.test.exists() ? std::nullopt : find_stem(path.parent_path(), stem)) {
      std::vector<std::string> same_notes;
      parts.test = read_idx_part(*test, options, same_notes);
    }
  }
  return parts;
}

RawParts read_idx_folder(const fs::path& folder, const ArrayOptions& options) {
  const auto all = idx_image_files(folder_of_files(folder));
  std::vector<fs::path> files;
  std::vector<std::string> names;
  const auto is_train = [](const auto& file) {
    return file.first.find("train") != std::string::npos;
  };
  const bool has_train = std::any_of(all.begin(), all.end(), is_train);
  for (const auto& file : all) {
    if (is_train(file) == has_train) {
      files.push_back(file.second);
      names.push_back(file.second.filename().string());
    }
  }
  require(files.size() == 1,
          "[{}] expected one IDX file of training images, got {}: name one of {}", folder.string(),
          files.size(), fmt::join(names, ", "));
  return read_idx_arrays(files[0], options);
}

}  // namespace akin::data
