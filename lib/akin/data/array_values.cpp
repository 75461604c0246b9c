#include "akin/data/array_values.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstdlib>
#include <optional>

#include <fmt/ranges.h>

#include "akin/base/require.h"

namespace akin::data {
namespace {

// ---- values ----

struct ValueRange {
  double least = 0;
  double most = 0;
};

/// Of all numbers. Errors: NaN and infinity.
ValueRange range_of(const RawPart& part) {
  ValueRange range{HUGE_VAL, -HUGE_VAL};
  const io::Array& images = part.images;
  const auto count = static_cast<std::uint64_t>(images.shape[0]);
  const std::uint64_t each = io::element_count(images.shape) / std::max<std::uint64_t>(count, 1);
  io::each_number(images, [&](std::size_t i, double value) {
    require(std::isfinite(value), "[{}] expected finite values, got {} in image {} (from 0)",
            part.name, value, i / each);
    range.least = std::min(range.least, value);
    range.most = std::max(range.most, value);
  });
  return range;
}

/// byte = (value - zero) * factor
struct Scale {
  double zero = 0;
  double factor = 1;
};

Scale scale_for(const ValueRange& range) {
  constexpr double white = 255;
  const auto [least, most] = range;
  if (least < 0) {
    const ValueRange from = least >= -1 && most <= 1 ? ValueRange{-1, 1} : range;
    return {from.least, from.most > from.least ? white / (from.most - from.least) : 0};
  }
  if (most <= 16) {
    return {0, white / (most <= 1 ? 1 : most)};
  }
  if (most <= white) {
    return {};
  }
  const double bound = std::exp2(std::ceil(std::log2(most + 1))) - 1;
  return {0, white / std::max(bound, most)};
}

std::string scale_note(const Scale& scale) {
  const double white = scale.factor > 0 ? scale.zero + 255 / scale.factor : scale.zero;
  return fmt::format("values from {:.6g} to {:.6g} are scaled to 0 to 255", scale.zero, white);
}

std::vector<std::uint8_t> to_bytes(io::Array images, const Scale& scale) {
  if (images.number == io::Number::u8 && scale.zero == 0 && scale.factor == 1) {
    return std::move(images.values);
  }
  std::vector<std::uint8_t> bytes(images.values.size() / io::size_of(images.number));
  io::each_number(images, [&](std::size_t i, double value) {
    const double byte = std::round((value - scale.zero) * scale.factor);
    bytes[i] = static_cast<std::uint8_t>(std::clamp(byte, 0.0, 255.0));
  });
  return bytes;
}

// ---- shapes ----

enum class Order { channel_by_channel, pixel_by_pixel, unknown };

struct Layout {
  ImageSize size;
  Order order = Order::channel_by_channel;
};

int side(std::int64_t size, const RawPart& part) {
  constexpr std::int64_t longest = 1 << 15;
  require(size > 0 && size <= longest,
          "[{}] expected images of 1 to {} pixels a side, got the shape [{}]", part.name, longest,
          fmt::join(part.images.shape, ", "));
  return static_cast<int>(size);
}

Layout layout_of(const RawPart& part) {
  const std::vector<std::int64_t>& shape = part.images.shape;
  const auto image = [&](std::size_t h, std::size_t w, int channels, Order order) {
    return Layout{{side(shape[h], part), side(shape[w], part), channels}, order};
  };
  Layout flat;
  if (shape.size() == 2 && is_flat_image(shape[1], flat.size)) {
    flat.order = flat.size.channels == 3 ? Order::unknown : Order::channel_by_channel;
    return flat;
  }
  if (shape.size() == 3) {
    return image(1, 2, 1, Order::channel_by_channel);
  }
  if (shape.size() == 4) {
    if (shape[1] == 1) {
      return image(2, 3, 1, Order::channel_by_channel);
    }
    if (shape[3] == 1) {
      return image(1, 2, 1, Order::channel_by_channel);
    }
    if (shape[1] == 3) {
      // [n, 3, h, 3] may be either; both have the same size only where h is 3 too.
      return image(2, 3, 3,
                   shape[2] == 3 && shape[3] == 3 ? Order::unknown : Order::channel_by_channel);
    }
    if (shape[3] == 3) {
      return image(1, 2, 3, Order::pixel_by_pixel);
    }
  }
  fail(
      "[{}] expected images [n, h, w], [n, 1 or 3, h, w], [n, h, w, 1 or 3] or [n, d] with d a "
      "square or three times one, got the shape [{}]",
      part.name, fmt::join(shape, ", "));
}

/// The sum of differences between horizontal neighbours of an image with `channels` values a pixel.
double roughness(std::span<const std::uint8_t> image, std::size_t width, std::size_t channels) {
  const std::size_t row = width * channels;
  std::int64_t sum = 0;
  for (std::size_t i = 0; i + channels < image.size(); ++i) {
    sum += i % row + channels < row ? std::abs(image[i] - image[i + channels]) : 0;
  }
  return static_cast<double>(sum);
}

Order smoother_order(std::span<const std::uint8_t> values, const ImageSize& size) {
  constexpr std::size_t most_images = 256;
  const std::size_t each = size.values();
  double channels = 0;
  double pixels = 0;
  for (std::size_t i = 0; i < std::min(values.size() / each, most_images); ++i) {
    const auto width = static_cast<std::size_t>(size.width);
    channels += roughness(values.subspan(i * each, each), width, 1);
    pixels += roughness(values.subspan(i * each, each), width, 3);
  }
  // Both have as many pairs of neighbours: the means compare as the sums do.
  return pixels < channels ? Order::pixel_by_pixel : Order::channel_by_channel;
}

/// [h, w, 3] to [3, h, w], image by image.
void separate_channels(std::vector<std::uint8_t>& values, const ImageSize& size) {
  std::vector<std::uint8_t> image(size.values());
  for (std::size_t at = 0; at < values.size(); at += image.size()) {
    for (std::size_t i = 0; i < image.size(); ++i) {
      image[i % 3 * size.pixels() + i / 3] = values[at + i];
    }
    std::copy(image.begin(), image.end(), values.begin() + static_cast<std::ptrdiff_t>(at));
  }
}

// ---- parts ----

ArrayImages make_part(RawPart part, const ImageSize& size, const Scale& scale) {
  ArrayImages images{size, {}, std::move(part.labels)};
  images.values = to_bytes(std::move(part.images), scale);
  require(
      images.labels.empty() || static_cast<std::int64_t>(images.labels.size()) == images.count(),
      "[{}] expected {} labels, one for each image, got {}", part.name, images.count(),
      images.labels.size());
  return images;
}

}  // namespace

bool is_flat_image(std::int64_t values, ImageSize& size) {
  constexpr std::int64_t shortest = 4;
  constexpr std::int64_t longest = 512;
  for (const int channels : {1, 3}) {
    const auto root = std::llround(std::sqrt(static_cast<double>(values) / channels));
    if (root >= shortest && root <= longest && root * root * channels == values) {
      size = {static_cast<int>(root), static_cast<int>(root), channels};
      return true;
    }
  }
  return false;
}

ArrayParts make_array_images(RawParts parts) {
  const std::string name = parts.train.name;
  require(
      parts.train.exists() && parts.train.images.shape[0] > 0 && !parts.train.images.values.empty(),
      "[{}] expected images, got none (the shape [{}])", name,
      fmt::join(parts.train.images.shape, ", "));
  Layout layout = layout_of(parts.train);
  const Scale scale = scale_for(range_of(parts.train));
  ArrayParts made;
  made.notes = std::move(parts.notes);
  if (scale.zero != 0 || scale.factor != 1) {
    made.notes.push_back(scale_note(scale));
  }
  made.train = make_part(std::move(parts.train), layout.size, scale);
  if (layout.order == Order::unknown) {
    layout.order = smoother_order(made.train.values, layout.size);
    made.notes.push_back(
        layout.order == Order::pixel_by_pixel
            ? "colours are read pixel by pixel (r g b r g b ...), the smoother way"
            : "colours are read channel by channel (all red, all green, all blue), "
              "the smoother way");
  }
  const auto finish = [&](RawPart& part, ArrayImages& to) {
    if (!part.exists() || part.images.shape[0] == 0) {
      return;
    }
    const ImageSize size = layout_of(part).size;
    require(
        size == layout.size,
        "[{}] expected images of {} x {} with {} channels like those of {}, got {} x {} with {}",
        part.name, layout.size.height, layout.size.width, layout.size.channels, name, size.height,
        size.width, size.channels);
    (void)range_of(part);
    to = make_part(std::move(part), layout.size, scale);
  };
  finish(parts.validation, made.validation);
  finish(parts.test, made.test);
  if (layout.order == Order::pixel_by_pixel) {
    for (ArrayImages* part : {&made.train, &made.validation, &made.test}) {
      separate_channels(part->values, layout.size);
    }
  }
  return made;
}

std::string label_of(double number) {
  return std::abs(number) < 1e15 && number == std::trunc(number)
             ? fmt::format("{:.0f}", number + 0.0)
             : fmt::format("{}", number);
}

std::int64_t find_column(const std::string& column, std::int64_t columns, const std::string& name) {
  if (column == "none") {
    return -1;
  }
  if (column == "first" || column == "last") {
    return column == "first" ? 0 : columns - 1;
  }
  std::int64_t index = -1;
  const auto [end, error] = std::from_chars(column.data(), column.data() + column.size(), index);
  require<UsageError>(
      error == std::errc() && end == column.data() + column.size() && index >= 0 && index < columns,
      "[{}] expected a label column of 0 to {}, first, last or none, got '{}'", name, columns - 1,
      column);
  return index;
}

std::vector<std::string> make_labels(const io::Array& labels, const std::string& column,
                                     const std::string& name, std::vector<std::string>& notes) {
  std::vector<std::int64_t> shape = labels.shape;
  while (shape.size() > 1 && shape.back() == 1) {
    shape.pop_back();
  }
  require(shape.size() == 1 || shape.size() == 2, "[{}] expected labels [n] or [n, k], got [{}]",
          name, fmt::join(labels.shape, ", "));
  const std::int64_t columns = shape.size() == 1 ? 1 : shape[1];
  if (columns == 0 || column == "none") {
    return {};
  }
  std::vector<double> numbers(labels.values.size() / io::size_of(labels.number));
  io::each_number(labels, [&](std::size_t i, double value) { numbers[i] = value; });
  const auto width = static_cast<std::size_t>(columns);
  const auto rows = numbers.size() / width;
  const auto row = [&](std::size_t i) { return std::span(numbers).subspan(i * width, width); };
  const auto one_hot = [](std::span<const double> r) {
    return std::count(r.begin(), r.end(), 1) == 1 &&
           std::count(r.begin(), r.end(), 0) == static_cast<std::ptrdiff_t>(r.size()) - 1;
  };
  bool is_one_hot = column.empty() && width > 1 && rows > 0;
  for (std::size_t i = 0; is_one_hot && i < rows; ++i) {
    is_one_hot = one_hot(row(i));
  }
  const auto index =
      static_cast<std::size_t>(column.empty() ? 0 : find_column(column, columns, name));
  if (column.empty() && width > 1 && !is_one_hot) {
    notes.push_back(fmt::format("labels: column 0 of {} in {}", columns, name));
  }
  std::vector<std::string> texts;
  texts.reserve(rows);
  for (std::size_t i = 0; i < rows; ++i) {
    const auto r = row(i);
    texts.push_back(label_of(
        is_one_hot ? static_cast<double>(std::find(r.begin(), r.end(), 1) - r.begin()) : r[index]));
  }
  return texts;
}

}  // namespace akin::data
