#include "akin/data/array_source.h"

#include <algorithm>
#include <map>
#include <utility>

#include <fmt/format.h>

#include "akin/base/require.h"
#include "akin/base/utf8.h"
#include "akin/data/class_names.h"
#include "akin/data/split.h"
#include "akin/data/to_image.h"
#include "akin/kernels/parallel.h"

namespace akin::data {
namespace {

constexpr std::size_t most_classes = 256;  // a label is one byte

std::string normalised(const std::string& label) {
  return utf8::find_invalid(label) ? utf8::replace_invalid(label) : utf8::nfc(label);
}

/// Each label that occurs, with its index.
std::map<std::string, std::uint8_t> index_labels(const ArrayParts& parts, const std::string& name,
                                                 std::vector<std::string>& class_names) {
  std::map<std::string, std::uint8_t> index;
  for (std::size_t i = 0; i < class_names.size(); ++i) {
    index.try_emplace(normalised(class_names[i]), static_cast<std::uint8_t>(i));
  }
  for (std::size_t i = 0; i < class_names.size(); ++i) {
    index.try_emplace(std::to_string(i), static_cast<std::uint8_t>(i));
  }
  if (!index.empty()) {
    return index;
  }
  for (const ArrayImages* part : {&parts.train, &parts.validation, &parts.test}) {
    for (const std::string& label : part->labels) {
      index.try_emplace(normalised(label), 0);
      require(index.size() <= most_classes, "[{}] expected at most {} classes, got more", name,
              most_classes);
    }
  }
  for (const auto& [label, ignored] : index) {
    class_names.push_back(label);
  }
  std::sort(class_names.begin(), class_names.end(), natural_less);
  for (std::size_t i = 0; i < class_names.size(); ++i) {
    index[class_names[i]] = static_cast<std::uint8_t>(i);
  }
  return index;
}

Images to_images(ArrayImages part, const std::map<std::string, std::uint8_t>& index,
                 const std::vector<std::string>& class_names, const std::string& name) {
  if (part.count() == 0) {
    return {};
  }
  std::vector<std::uint8_t> labels;
  for (const std::string& label : part.labels) {
    const auto found = index.find(normalised(label));
    require(found != index.end(), "[{}] expected the name of a class or its number, got {}", name,
            label);
    labels.push_back(found->second);
  }
  return {std::move(part.values), std::move(labels), part.size,
          part.labels.empty() ? std::vector<std::string>() : class_names};
}

Images planned(const Images& images, const ImagePlan& plan) {
  if (images.size() == 0) {
    return images;
  }
  std::vector<std::uint8_t> values(static_cast<std::size_t>(images.size()) * plan.size.values());
  std::vector<std::uint8_t> labels;
  for (std::int64_t i = 0; images.classes() > 0 && i < images.size(); ++i) {
    labels.push_back(static_cast<std::uint8_t>(images.label(i)));
  }
  kernels::parallel_for(images.size(), 0, [&](std::int64_t i) {
    const auto image = to_image(to_raster(images.pixels(i).data(), images.image_size()), plan);
    std::copy(image.begin(), image.end(), values.begin() + i * std::ssize(image));
  });
  return {std::move(values), std::move(labels), plan.size, images.class_names()};
}

}  // namespace

SourceImages to_source(ArrayParts parts, const std::string& name,
                       const std::vector<std::string>& class_names) {
  SourceImages found;
  found.notes = std::move(parts.notes);
  std::vector<std::string> names = class_names;
  const auto index = index_labels(parts, name, names);
  require(parts.train.count() > 0, "[{}] expected images for training, got none", name);
  for (const ArrayImages* part : {&parts.validation, &parts.test}) {
    require(part->count() == 0 || part->size == parts.train.size,
            "[{}] expected all parts to have images of {} x {} in {} channels, got {} x {} in {}",
            name, parts.train.size.width, parts.train.size.height, parts.train.size.channels,
            part->size.width, part->size.height, part->size.channels);
  }
  const ImageSize size = parts.train.size;
  found.train = to_images(std::move(parts.train), index, names, name);
  found.validation = to_images(std::move(parts.validation), index, names, name);
  found.test = to_images(std::move(parts.test), index, names, name);
  for (std::int64_t row = 0; row < found.train.size(); ++row) {
    found.keys.push_back(split_key(row));
  }
  found.sizes[{size.width, size.height}] =
      found.train.size() + found.validation.size() + found.test.size();
  return found;
}

SourceImages in_plan(SourceImages images, const ImageOptions& options) {
  const ImageSize size = images.train.image_size();
  ImagePlan plan;
  plan.size = image_size_for(options, pictures::Dimensions{size.width, size.height});
  plan.size.channels = options.grey ? 1 : size.channels;
  plan.fit = parse_fit(options.fit);
  if (plan.size == size && !options.invert && !options.transpose) {
    return images;
  }
  plan.transpose = options.transpose;
  plan.invert = options.invert;
  if (plan.size.width != size.width || plan.size.height != size.height) {
    images.notes.push_back(fmt::format("images of {} x {} are scaled to {} x {} (see --size)",
                                       size.width, size.height, plan.size.width, plan.size.height));
  }
  images.train = planned(images.train, plan);
  images.validation = planned(images.validation, plan);
  images.test = planned(images.test, plan);
  return images;
}

}  // namespace akin::data
