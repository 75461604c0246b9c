#include "akin/data/idx_images.h"

#include <algorithm>
#include <optional>
#include <string_view>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "akin/base/require.h"

namespace akin::data {
namespace {

namespace fs = std::filesystem;

constexpr std::int64_t longest_side = 16384;

std::optional<std::string> replaced(std::string text, std::string_view from, std::string_view to) {
  const auto at = text.rfind(from);
  if (at == std::string::npos) {
    return std::nullopt;
  }
  return text.replace(at, from.size(), to);
}

/// `name` in `folder`, with or without .gz.
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

struct Pair {
  io::Idx images;
  io::Idx labels;
};

Pair read_pair(const fs::path& path) {
  Pair pair;
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

}  // namespace

Images make_images(io::Idx images, io::Idx labels, std::vector<std::string> class_names,
                   const std::string& name) {
  require(images.shape.size() == 3,
          "[data] expected images of the shape count, height, width, got {} dimensions in {}",
          images.shape.size(), name);
  const std::int64_t height = images.shape[1];
  const std::int64_t width = images.shape[2];
  require(images.shape[0] > 0 && height > 0 && width > 0 && height <= longest_side &&
              width <= longest_side,
          "[data] expected images of sides from 1 to {}, got the shape {} in {}", longest_side,
          fmt::join(images.shape, " x "), name);
  if (!labels.shape.empty()) {
    require(labels.shape.size() == 1 && labels.shape[0] == images.shape[0],
            "[data] expected {} labels, one for each image, got the shape {} for {}",
            images.shape[0], fmt::join(labels.shape, " x "), name);
  }
  return {std::move(images.values), std::move(labels.values), static_cast<int>(height),
          static_cast<int>(width), std::move(class_names)};
}

TrainAndTest read_idx_images(const fs::path& path) {
  Pair train = read_pair(path);
  const auto test_path = find_test(path);
  Pair test = test_path ? read_pair(*test_path) : Pair{};
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

}  // namespace akin::data
