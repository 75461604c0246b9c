#include "akin/data/image_folder.h"

#include <algorithm>
#include <cctype>

#include "akin/base/require.h"
#include "akin/pictures/picture.h"

namespace akin::data {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t most_classes = 256;  // a label is one byte

bool is_png(const fs::directory_entry& entry) {
  std::string extension = entry.path().extension().string();
  std::transform(extension.begin(), extension.end(), extension.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return extension == ".png" && entry.is_regular_file();
}

template <class Keep>
std::vector<fs::path> entries(const fs::path& folder, Keep keep) {
  std::vector<fs::path> paths;
  for (const auto& entry : fs::directory_iterator(folder)) {
    if (keep(entry)) {
      paths.push_back(entry.path());
    }
  }
  std::sort(paths.begin(), paths.end());
  return paths;
}

struct Collected {
  std::vector<std::uint8_t> pixels;
  int width = 0;
  int height = 0;
};

/// ITU-R BT.601 luma, rounded.
std::uint8_t luma(pictures::Colour c) {
  return static_cast<std::uint8_t>((299 * c.r + 587 * c.g + 114 * c.b + 500) / 1000);
}

void append(Collected& to, const fs::path& file) {
  const pictures::Picture picture = pictures::read_png(file);
  if (to.pixels.empty()) {
    to.width = picture.width();
    to.height = picture.height();
  }
  require(picture.width() == to.width && picture.height() == to.height,
          "[data] expected every image to be {} x {} like the first, got {} x {} in {}; make them "
          "all one size",
          to.width, to.height, picture.width(), picture.height(), file.string());
  for (int y = 0; y < to.height; ++y) {
    for (int x = 0; x < to.width; ++x) {
      to.pixels.push_back(luma(picture.at(x, y)));
    }
  }
}

Images read_flat(const std::vector<fs::path>& files) {
  Collected all;
  for (const fs::path& file : files) {
    append(all, file);
  }
  return {std::move(all.pixels), {}, all.height, all.width, {}};
}

Images read_classes(const std::vector<fs::path>& folders) {
  require(folders.size() <= most_classes, "[data] expected at most {} sub-folders, got {}",
          most_classes, folders.size());
  Collected all;
  std::vector<std::uint8_t> labels;
  std::vector<std::string> names;
  for (const fs::path& folder : folders) {
    for (const fs::path& file : entries(folder, is_png)) {
      append(all, file);
      labels.push_back(static_cast<std::uint8_t>(names.size()));
    }
    names.push_back(folder.filename().string());
  }
  return {std::move(all.pixels), std::move(labels), all.height, all.width, std::move(names)};
}

}  // namespace

Images read_image_folder(const fs::path& folder) {
  const std::vector<fs::path> files = entries(folder, is_png);
  const std::vector<fs::path> classes = entries(folder, [](const fs::directory_entry& entry) {
    return entry.is_directory() && !entries(entry.path(), is_png).empty();
  });
  require(!files.empty() || !classes.empty(),
          "[data] expected PNG files in {} or in its sub-folders, got none", folder.string());
  require(files.empty() || classes.empty(),
          "[data] expected PNG files either in {} or in its sub-folders, got both; move {} into a "
          "sub-folder",
          folder.string(), files.empty() ? "" : files[0].filename().string());
  return classes.empty() ? read_flat(files) : read_classes(classes);
}

}  // namespace akin::data
