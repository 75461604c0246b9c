#include "akin/data/image_files.h"

#include <algorithm>
#include <cctype>
#include <optional>
#include <string_view>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "akin/base/require.h"
#include "akin/pictures/picture_files.h"

namespace akin::data {
namespace {

namespace fs = std::filesystem;

std::optional<std::string> replaced(std::string text, std::string_view from, std::string_view to) {
  const auto at = text.rfind(from);
  if (at == std::string::npos) {
    return std::nullopt;
  }
  return text.replace(at, from.size(), to);
}

/// Finds `name` in `folder`, with or without .gz.
std::optional<fs::path> find(const fs::path& folder, std::string name) {
  if (name.ends_with(".gz")) {
    name.resize(name.size() - 3);
  }
  for (const std::string& candidate : {name, name + ".gz"}) {
    if (fs::is_regular_file(folder / candidate)) {
      return folder / candidate;
    }
  }
  return std::nullopt;
}

struct ImagesAndLabels {
  io::Idx images;
  io::Idx labels;
};

ImagesAndLabels read_images_and_labels(const fs::path& path) {
  ImagesAndLabels pair;
  pair.images = io::read_idx(path);
  auto name = replaced(path.filename().string(), "images", "labels");
  name = name ? replaced(*name, "idx3", "idx1") : std::nullopt;
  if (const auto labels = name ? find(path.parent_path(), *name) : std::nullopt) {
    pair.labels = io::read_idx(*labels);
  }
  return pair;
}

int largest_label(const io::Idx& labels) {
  return labels.values.empty() ? -1 : *std::max_element(labels.values.begin(), labels.values.end());
}

std::vector<std::string> numbered_classes(int largest) {
  std::vector<std::string> names;
  for (int label = 0; label <= largest; ++label) {
    names.push_back(fmt::format("{}", label));
  }
  return names;
}

std::optional<fs::path> find_test(const fs::path& path) {
  const std::string name = path.filename().string();
  if (!name.starts_with("train-")) {
    return std::nullopt;
  }
  return find(path.parent_path(), "t10k-" + name.substr(std::string_view("train-").size()));
}

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
      to.pixels.push_back(pictures::luma(picture.at(x, y)));
    }
  }
}

Images read_flat(const std::vector<fs::path>& files) {
  Collected all;
  for (const fs::path& file : files) {
    append(all, file);
  }
  return {std::move(all.pixels), {}, {all.height, all.width}, {}};
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
  return {std::move(all.pixels), std::move(labels), {all.height, all.width}, std::move(names)};
}

}  // namespace

Images make_images(io::Idx images, io::Idx labels, std::vector<std::string> class_names,
                   const std::string& name) {
  require(images.shape.size() == 3,
          "[data] expected images of the shape count, height, width, got {} dimensions in {}",
          images.shape.size(), name);
  const std::int64_t height = images.shape[1];
  const std::int64_t width = images.shape[2];
  require(images.shape[0] > 0 && height > 0 && width > 0 && height <= pictures::longest_side &&
              width <= pictures::longest_side,
          "[data] expected images of sides from 1 to {}, got the shape {} in {}",
          pictures::longest_side, fmt::join(images.shape, " x "), name);
  if (!labels.shape.empty()) {
    require(labels.shape.size() == 1 && labels.shape[0] == images.shape[0],
            "[data] expected {} labels, one for each image, got the shape {} for {}",
            images.shape[0], fmt::join(labels.shape, " x "), name);
  }
  return {std::move(images.values),
          std::move(labels.values),
          {static_cast<int>(height), static_cast<int>(width)},
          std::move(class_names)};
}

TrainAndTest read_idx_images(const fs::path& path) {
  ImagesAndLabels train = read_images_and_labels(path);
  const auto test_path = find_test(path);
  ImagesAndLabels test = test_path ? read_images_and_labels(*test_path) : ImagesAndLabels{};
  const auto names =
      numbered_classes(std::max(largest_label(train.labels), largest_label(test.labels)));
  TrainAndTest both;
  both.train = make_images(std::move(train.images), std::move(train.labels), names, path.string());
  if (test_path) {
    both.test =
        make_images(std::move(test.images), std::move(test.labels), names, test_path->string());
    require(both.test.height() == both.train.height() && both.test.width() == both.train.width(),
            "[data] expected test images of {} x {} like the training images, got {} x {} in {}",
            both.train.height(), both.train.width(), both.test.height(), both.test.width(),
            test_path->string());
  }
  return both;
}

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
