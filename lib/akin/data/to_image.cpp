#include "akin/data/to_image.h"

#include <algorithm>
#include <charconv>

#include "akin/base/require.h"
#include "akin/base/suggest.h"
#include "akin/pictures/picture.h"

namespace akin::data {
namespace {

constexpr int default_side = 32;

/// A number of digits only; -1 for anything else.
int parse_side(std::string_view text) {
  int side = -1;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), side);
  return error == std::errc() && end == text.data() + text.size() ? side : -1;
}

bool networks_accept(int side) {
  return side >= smallest_side && side <= largest_side && side % 4 == 0;
}

pictures::Raster transposed(const pictures::Raster& picture) {
  pictures::Raster turned{picture.height, picture.width, {}};
  turned.rgba.resize(picture.rgba.size());
  auto to = turned.rgba.begin();
  for (int y = 0; y < turned.height; ++y) {
    for (int x = 0; x < turned.width; ++x) {
      const auto from = 4 * (std::ptrdiff_t{x} * picture.width + y);
      to = std::copy_n(picture.rgba.begin() + from, 4, to);
    }
  }
  return turned;
}

/// The values [3, height, width] over black or white.
std::vector<std::uint8_t> composed(const pictures::Scaled& scaled, bool over_white) {
  std::vector<std::uint8_t> values = scaled.rgb;
  if (over_white && !scaled.opacity.empty()) {
    for (std::size_t i = 0; i < values.size(); ++i) {
      const int paper = 255 - scaled.opacity[i % scaled.opacity.size()];
      values[i] = static_cast<std::uint8_t>(std::min(values[i] + paper, 255));
    }
  }
  return values;
}

/// Whether nothing can be seen.
bool is_plain(const std::vector<std::uint8_t>& values) {
  constexpr int just_visible = 8;
  const std::size_t area = values.size() / 3;
  for (std::size_t c = 0; c < 3; ++c) {
    const auto begin = values.begin() + static_cast<std::ptrdiff_t>(c * area);
    const auto [low, high] = std::minmax_element(begin, begin + static_cast<std::ptrdiff_t>(area));
    if (*high - *low >= just_visible) {
      return false;
    }
  }
  return true;
}

std::vector<std::uint8_t> lumas(const std::vector<std::uint8_t>& rgb) {
  const std::size_t area = rgb.size() / 3;
  std::vector<std::uint8_t> grey(area);
  for (std::size_t i = 0; i < area; ++i) {
    grey[i] = pictures::luma({rgb[i], rgb[area + i], rgb[2 * area + i]});
  }
  return grey;
}

}  // namespace

std::optional<ImageSize> parse_size(const std::string& text) {
  if (text.empty()) {
    return std::nullopt;
  }
  const std::size_t cross = text.find_first_of("xX");
  const int width = parse_side(std::string_view(text).substr(0, cross));
  const int height =
      cross == std::string::npos ? width : parse_side(std::string_view(text).substr(cross + 1));
  const auto fits = [](int side) { return side >= smallest_side && side <= largest_side; };
  require<UsageError>(fits(width) && fits(height),
                      "[--size] expected N or WxH with sides from {} to {} pixels, such as 32 or "
                      "28x28, got '{}'; larger images are beyond small models",
                      smallest_side, largest_side, text);
  return ImageSize{height, width};
}

pictures::Fit parse_fit(const std::string& text) {
  const std::vector<std::string> names = {"crop", "pad", "stretch"};
  const auto found = std::find(names.begin(), names.end(), text);
  if (found == names.end()) {
    fail_unknown("--fit", text, names);
  }
  return static_cast<pictures::Fit>(found - names.begin());
}

ImageSize image_size_for(const ImageOptions& options, std::optional<pictures::Dimensions> common) {
  if (const auto asked = parse_size(options.size)) {
    return *asked;
  }
  if (common && options.transpose) {
    std::swap(common->width, common->height);
  }
  if (common && networks_accept(common->width) && networks_accept(common->height)) {
    return {common->height, common->width};
  }
  return {default_side, default_side};
}

std::vector<std::uint8_t> to_image(const pictures::Raster& picture, const ImagePlan& plan) {
  const auto scaled =
      plan.transpose
          ? pictures::resample(transposed(picture), plan.size.width, plan.size.height, plan.fit)
          : pictures::resample(picture, plan.size.width, plan.size.height, plan.fit);
  std::vector<std::uint8_t> values = composed(scaled, plan.over_white);
  if (!scaled.opacity.empty() && is_plain(values)) {
    std::vector<std::uint8_t> other = composed(scaled, !plan.over_white);
    values = is_plain(other) ? std::move(values) : std::move(other);
  }
  if (plan.size.channels == 1) {
    values = lumas(values);
  }
  if (plan.invert) {
    std::transform(values.begin(), values.end(), values.begin(),
                   [](std::uint8_t v) { return static_cast<std::uint8_t>(255 - v); });
  }
  return values;
}

pictures::Raster to_raster(const std::uint8_t* values, ImageSize size) {
  pictures::Raster raster{size.width, size.height, {}};
  raster.rgba.resize(4 * size.pixels());
  const std::size_t channel = size.channels == 3 ? size.pixels() : 0;
  for (std::size_t i = 0; i < size.pixels(); ++i) {
    for (std::size_t c = 0; c < 3; ++c) {
      raster.rgba[4 * i + c] = values[c * channel + i];
    }
    raster.rgba[4 * i + 3] = 255;
  }
  return raster;
}

}  // namespace akin::data
