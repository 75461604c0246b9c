#include "akin/data/picture_layout.h"

#include <algorithm>
#include <map>
#include <set>
#include <string_view>

#include <fmt/format.h>

#include "akin/base/require.h"
#include "akin/base/utf8.h"
#include "akin/data/class_names.h"
#include "akin/data/file_names.h"
#include "akin/pictures/decode_picture.h"

namespace akin::data {
namespace {

constexpr std::size_t most_classes = 256;  // a label is one byte

Part part_named(const std::string& folder) {
  static const std::map<std::string, Part> names = {
      {"train", Part::train},    {"training", Part::train},   {"trainset", Part::train},
      {"val", Part::validation}, {"valid", Part::validation}, {"validation", Part::validation},
      {"dev", Part::validation}, {"test", Part::test},        {"testing", Part::test},
      {"testset", Part::test},   {"t10k", Part::test}};
  const auto found = names.find(utf8::lower_case(folder));
  return found == names.end() ? Part::unassigned : found->second;
}

struct File {
  std::size_t index;
  PathParts path;  ///< what is left of it
  Part part = Part::unassigned;
};

/// Drops folders in which everything lies.
void drop_common_folders(std::vector<File>& files) {
  const auto shared = [&] {
    return !files.empty() && std::all_of(files.begin(), files.end(), [&](const File& file) {
      return file.path.size() >= 2 && file.path[0] == files[0].path[0];
    });
  };
  while (shared()) {
    for (File& file : files) {
      file.path.erase(file.path.begin());
    }
  }
}

/// Takes folders for parts if all files lie in folders of such names, one of them for training.
void find_parts(std::vector<File>& files) {
  bool trains = false;
  for (const File& file : files) {
    if (file.path.size() < 2 || part_named(file.path[0]) == Part::unassigned) {
      return;
    }
    trains = trains || part_named(file.path[0]) == Part::train;
  }
  if (!trains) {
    return;
  }
  for (File& file : files) {
    file.part = part_named(file.path[0]);
    file.path.erase(file.path.begin());
  }
  drop_common_folders(files);
}

void require_classes_or_none(const std::vector<File>& files) {
  const auto beside = std::find_if(files.begin(), files.end(),
                                   [](const File& file) { return file.path.size() < 2; });
  const auto within = std::find_if(files.begin(), files.end(),
                                   [](const File& file) { return file.path.size() >= 2; });
  require(beside == files.end() || within == files.end(),
          "[data] expected pictures either in one folder or in a sub-folder for each class, got "
          "both; move {} into a sub-folder",
          beside == files.end() ? "" : beside->path[0]);
}

void name_classes(const std::vector<File>& files, PictureLayout& layout) {
  std::set<std::string> names;
  std::int64_t deep = 0;
  std::string first_deep;
  for (const File& file : files) {
    if (file.path.size() >= 2) {
      names.insert(file.path[0]);
    }
    if (file.path.size() > 2 && deep++ == 0) {
      first_deep = joined(file.path);
    }
  }
  if (deep > 0) {
    layout.notes.push_back(fmt::format(
        "{} {} deeper than a class's folder (the first: {}); the class is the first folder", deep,
        deep == 1 ? "picture lies" : "pictures lie", first_deep));
  }
  if (names.size() > most_classes) {
    layout.notes.push_back(
        fmt::format("{} sub-folders are more than the {} classes that akin "
                    "can tell apart: read without labels",
                    names.size(), most_classes));
    return;
  }
  layout.class_names.assign(names.begin(), names.end());
  std::sort(layout.class_names.begin(), layout.class_names.end(), natural_less);
}

int label_of(const File& file, const std::vector<std::string>& class_names) {
  if (class_names.empty() || file.path.size() < 2) {
    return -1;
  }
  const auto found = std::lower_bound(
      class_names.begin(), class_names.end(), file.path[0],
      [](const std::string& a, const std::string& b) { return natural_less(a, b); });
  return static_cast<int>(found - class_names.begin());
}

}  // namespace

PictureLayout picture_layout(const std::vector<std::string>& names) {
  PictureLayout layout;
  LeftOut left_out;
  std::vector<File> files;
  for (std::size_t i = 0; i < names.size(); ++i) {
    PathParts path = split_path(names[i]);
    if (path.empty()) {
      continue;
    }
    if (is_leftover(path)) {
      left_out.add("hidden", joined(path));
    } else if (!pictures::is_picture_name(path.back())) {
      left_out.add(extension_of(path.back()), joined(path));
    } else {
      files.push_back({i, std::move(path)});
    }
  }
  layout.notes = left_out.notes();
  drop_common_folders(files);
  find_parts(files);
  require_classes_or_none(files);
  name_classes(files, layout);
  for (const File& file : files) {
    layout.pictures.push_back(
        {file.index, joined(file.path), label_of(file, layout.class_names), file.part});
  }
  std::sort(layout.pictures.begin(), layout.pictures.end(),
            [](const PictureEntry& a, const PictureEntry& b) {
              return std::tie(a.part, a.name, a.file) < std::tie(b.part, b.name, b.file);
            });
  return layout;
}

}  // namespace akin::data
