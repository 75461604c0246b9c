#include "akin/data/images.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "akin/base/random.h"
#include "akin/base/require.h"

namespace akin::data {
namespace {

/// A larger skewed view is probably a mistake: its index alone takes 400 MB.
constexpr double most_items = 1e8;

/// Chooses `count` of the numbers 0 to size - 1 at random, as flags.
std::vector<bool> choose(std::int64_t size, std::int64_t count, std::uint64_t seed) {
  std::vector<bool> chosen(static_cast<std::size_t>(size));
  const Permutation permutation(std::max<std::int64_t>(size, 1), Random(seed, "skew").bits());
  for (std::int64_t i = 0; i < count; ++i) {
    chosen[static_cast<std::size_t>(permutation(i))] = true;
  }
  return chosen;
}

}  // namespace

struct Images::Storage {
  std::vector<std::uint8_t> pixels;
  std::vector<std::uint8_t> labels;
  ImageSize image_size;
  std::vector<std::string> class_names;
};

Images::Images(std::vector<std::uint8_t> pixels, std::vector<std::uint8_t> labels,
               ImageSize image_size, std::vector<std::string> class_names) {
  require(image_size.height > 0 && image_size.width > 0,
          "[images] expected a positive height and width, got {} x {}", image_size.height,
          image_size.width);
  require(image_size.channels == 1 || image_size.channels == 3,
          "[images] expected 1 channel or 3, got {}", image_size.channels);
  const std::size_t values = image_size.values();
  require(!pixels.empty() && pixels.size() % values == 0,
          "[images] expected one or more images of {} bytes, got {} bytes", values, pixels.size());
  const std::size_t count = pixels.size() / values;
  require(count <= UINT32_MAX, "[images] expected at most {} images, got {}", UINT32_MAX, count);
  require(labels.empty() || labels.size() == count,
          "[images] expected as many labels as images, got {} labels and {} images", labels.size(),
          count);
  require(labels.empty() || !class_names.empty(), "[images] expected class names, got none");
  for (const std::uint8_t label : labels) {
    require(label < class_names.size(), "[images] expected labels from 0 to {}, got {}",
            class_names.size() - 1, label);
  }
  if (labels.empty()) {
    class_names.clear();
  }
  storage_ = std::make_shared<const Storage>(
      Storage{std::move(pixels), std::move(labels), image_size, std::move(class_names)});
}

std::int64_t Images::size() const {
  if (index_) {
    return static_cast<std::int64_t>(index_->size());
  }
  return storage_
             ? static_cast<std::int64_t>(storage_->pixels.size() / storage_->image_size.values())
             : 0;
}

ImageSize Images::image_size() const {
  return storage_ ? storage_->image_size : ImageSize();
}

int Images::classes() const {
  return static_cast<int>(class_names().size());
}

const std::vector<std::string>& Images::class_names() const {
  static const std::vector<std::string> none;
  return storage_ ? storage_->class_names : none;
}

std::span<const std::uint8_t> Images::pixels(std::int64_t i) const {
  const auto item = static_cast<std::size_t>(i);
  const std::size_t stored = index_ ? (*index_)[item] : item;
  const std::size_t values = storage_->image_size.values();
  return std::span(storage_->pixels).subspan(stored * values, values);
}

int Images::label(std::int64_t i) const {
  if (classes() == 0) {
    return -1;
  }
  const auto item = static_cast<std::size_t>(i);
  return storage_->labels[index_ ? (*index_)[item] : item];
}

std::int64_t Images::count_blank() const {
  const std::size_t area = image_size().pixels();
  std::int64_t count = 0;
  for (std::int64_t i = 0; i < size(); ++i) {
    const auto image = pixels(i);
    bool blank = true;
    for (std::size_t c = 0; blank && c < image.size(); c += area) {
      const auto channel = image.subspan(c, area);
      blank = std::all_of(channel.begin(), channel.end(), [&](auto v) { return v == channel[0]; });
    }
    count += blank ? 1 : 0;
  }
  return count;
}

std::vector<std::int64_t> Images::class_counts() const {
  std::vector<std::int64_t> counts(class_names().size());
  for (std::int64_t i = 0; classes() > 0 && i < size(); ++i) {
    ++counts[static_cast<std::size_t>(label(i))];
  }
  return counts;
}

Images Images::select(std::span<const std::int64_t> indices) const {
  auto index = std::make_shared<std::vector<std::uint32_t>>();
  index->reserve(indices.size());
  for (const std::int64_t i : indices) {
    require(i >= 0 && i < size(), "[images] expected an index from 0 to {}, got {}", size() - 1, i);
    index->push_back(index_ ? (*index_)[static_cast<std::size_t>(i)]
                            : static_cast<std::uint32_t>(i));
  }
  Images view;
  view.storage_ = storage_;
  view.index_ = std::move(index);
  return view;
}

Images Images::slice(std::int64_t begin, std::int64_t end) const {
  require(0 <= begin && begin <= end && end <= size(),
          "[images] expected a range within 0 to {}, got {} to {}", size(), begin, end);
  std::vector<std::int64_t> indices;
  indices.reserve(static_cast<std::size_t>(end - begin));
  for (std::int64_t i = begin; i < end; ++i) {
    indices.push_back(i);
  }
  return select(indices);
}

Images joined(std::span<const Images> parts) {
  std::vector<std::uint8_t> pixels;
  std::vector<std::uint8_t> labels;
  const Images* first = nullptr;
  for (const Images& part : parts) {
    if (part.size() == 0) {
      continue;
    }
    first = first == nullptr ? &part : first;
    require(part.image_size() == first->image_size() && part.class_names() == first->class_names(),
            "[images] expected images of one size and of the same classes, got others");
    for (std::int64_t i = 0; i < part.size(); ++i) {
      const auto image = part.pixels(i);
      pixels.insert(pixels.end(), image.begin(), image.end());
      if (part.classes() > 0) {
        labels.push_back(static_cast<std::uint8_t>(part.label(i)));
      }
    }
  }
  return first == nullptr ? Images()
                          : Images(std::move(pixels), std::move(labels), first->image_size(),
                                   first->class_names());
}

Images limit(const Images& images, std::int64_t count) {
  require<UsageError>(count >= 0, "[images] expected a limit of 0 or more, got {}", count);
  return images.slice(0, std::min(count, images.size()));
}

Images skew(const Images& images, int label, double share, std::uint64_t seed) {
  require<UsageError>(share >= 0 && share < 1,
                      "[skew] expected a share of at least 0 and below 1, got {}", share);
  require<UsageError>(label >= 0 && label < images.classes(),
                      "[skew] expected a label from 0 to {}, got {}", images.classes() - 1, label);
  const std::int64_t have = images.class_counts()[static_cast<std::size_t>(label)];
  const std::int64_t others = images.size() - have;
  require<UsageError>(have > 0, "[skew] expected some images of class '{}', got none",
                      images.class_names()[static_cast<std::size_t>(label)]);
  // want from share = want / (want + others)
  const double exact = share / (1 - share) * static_cast<double>(others);
  require<UsageError>(others > 0 && exact <= most_items,
                      "[skew] expected a share that the {} images of other classes allow, got {}",
                      others, share);
  const auto want = std::llround(exact);
  const std::vector<bool> repeated = choose(have, want % have, seed);

  std::vector<std::int64_t> indices;
  indices.reserve(static_cast<std::size_t>(others + want));
  for (std::int64_t i = 0, seen = 0; i < images.size(); ++i) {
    if (images.label(i) != label) {
      indices.push_back(i);
    } else {
      const std::int64_t times = want / have + (repeated[static_cast<std::size_t>(seen++)] ? 1 : 0);
      indices.insert(indices.end(), static_cast<std::size_t>(times), i);
    }
  }
  return images.select(indices);
}

}  // namespace akin::data
