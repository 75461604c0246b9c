#include "akin/data/image_data.h"

#include <charconv>
#include <cmath>
#include <filesystem>
#include <utility>

#include "akin/base/require.h"
#include "akin/data/array_images.h"
#include "akin/data/array_source.h"
#include "akin/data/catalogue.h"
#include "akin/data/catalogue_images.h"
#include "akin/data/class_names.h"
#include "akin/data/digits.h"
#include "akin/data/read_pictures.h"
#include "akin/data/split.h"
#include "akin/io/archive.h"
#include "akin/io/file_kind.h"
#include "akin/io/sha256.h"

namespace akin::data {
namespace {

namespace fs = std::filesystem;

/// The built-in digits: as many as in MNIST, with another seed for the test part.
constexpr std::int64_t built_in_train = 60000;
constexpr std::int64_t built_in_test = 10000;
constexpr std::uint64_t built_in_train_seed = 1;
constexpr std::uint64_t built_in_test_seed = 2;

/// The default share of a part that the source lacks is a sixth, as 10,000 of MNIST's 60,000.
constexpr std::int64_t default_divisor = 6;

SourceImages read_entry(const Entry& entry, const LoadOptions& options) {
  require<UsageError>(entry.kind == "images", "[data] expected images, got '{}', which is {}",
                      entry.name, entry.kind);
  SourceImages found;
  if (entry.files.empty()) {
    found.train = digits(built_in_train, built_in_train_seed);
    found.test = digits(built_in_test, built_in_test_seed);
    return found;
  }
  try {
    fetch(entry, options.download);
  } catch (const Error& error) {
    fail("{}; or take the built-in handwriting: --data digits", error.what());
  }
  return read_catalogue_images(entry, options.download);
}

SourceImages read(const ImageRequest& request, const LoadOptions& options) {
  const std::string& data = request.data;
  std::error_code ignored;  // an inaccessible path counts as missing
  if (const Entry* entry = known_entry(data)) {
    return in_plan(read_entry(*entry, options), request.options);
  }
  if (!fs::exists(data, ignored)) {
    require<UsageError>(data.find('/') == std::string::npos && data.find('.') == std::string::npos,
                        "[data] expected a file or folder of images, got none at {}", data);
    (void)find_entry(data);  // names the nearest one
  }
  if (holds_arrays(data)) {
    return in_plan(to_source(read_arrays(data, {request.options.label_column}), "data"),
                   request.options);
  }
  if (!fs::is_directory(data, ignored) && !io::is_archive(data)) {
    fail(
        "[data] expected pictures in a folder or an archive, or images as numbers (IDX, CSV, .npy, "
        ".npz, CIFAR's .bin), got {} in {}",
        io::known_kind(io::read_start(data, 64)).value_or("something else"), data);
  }
  return read_pictures(data, request.options, cache_folder(), options.reading);
}

/// The name in the catalogue, or that of the folder or file.
std::string name_of(const std::string& data) {
  if (known_entry(data) != nullptr) {
    return data;
  }
  fs::path path = fs::absolute(data).lexically_normal();
  if (path.filename().empty()) {
    path = path.parent_path();
  }
  return path.filename().string();
}

std::string sha256_of(const SourceImages& images) {
  io::Sha256 hash;
  for (const Images* part : {&images.train, &images.validation, &images.test}) {
    for (std::int64_t i = 0; i < part->size(); ++i) {
      hash.update(part->pixels(i));
    }
    io::Bytes labels;
    for (std::int64_t i = 0; part->classes() > 0 && i < part->size(); ++i) {
      labels.push_back(static_cast<std::uint8_t>(part->label(i)));
    }
    hash.update(labels);
  }
  return hash.digest();
}

Images skewed(const Images& images, const ImageRequest& request) {
  const std::string& text = request.skew;
  const auto colon = text.rfind(':');
  require<UsageError>(images.classes() > 0, "[skew] expected labelled images, got '{}' without",
                      request.data);
  double share = -1;
  const char* end = text.data() + text.size();
  if (colon != std::string::npos) {
    const auto [after, error] = std::from_chars(text.data() + colon + 1, end, share);
    share = error == std::errc() && after == end && std::isfinite(share) ? share : -1;
  }
  require<UsageError>(share >= 0 && share < 1,
                      "[skew] expected CLASS:SHARE with a share of at least 0 and below 1, such "
                      "as {}:0.5, got '{}'",
                      images.class_names()[0], text);
  return skew(images, find_class("skew", text.substr(0, colon), images.class_names()), share,
              request.seed);
}

/// The source's validation part back among its training images, where another size is asked for.
void pool_validation(SourceImages& images) {
  const Images parts[] = {images.train, images.validation};
  for (std::int64_t i = 0; i < images.validation.size(); ++i) {
    images.keys.push_back(split_key(images.train.size() + i));
  }
  images.train = joined(parts);
  images.validation = {};
}

/// Divides the training images where the source itself does not.
void divide(SourceImages found, std::int64_t wanted, ImageData& data) {
  const bool documented = found.keys.empty();
  if (wanted >= 0 && found.validation.size() > 0 && !documented) {
    pool_validation(found);
  }
  const std::int64_t all = found.train.size();
  const bool own_test = documented || found.test.size() > 0 || wanted == 0;
  const std::int64_t test = own_test ? 0 : all / default_divisor;
  const std::int64_t validation = wanted >= 0                   ? wanted
                                  : found.validation.size() > 0 ? 0
                                                                : (all - test) / default_divisor;
  require<UsageError>(validation >= 0 && validation + test < all,
                      "[data] expected a hold-out of 0 to {} images, got {}", all - test - 1,
                      validation);
  data.test = found.test;
  if (documented) {
    data.train = found.train.slice(0, all - validation);
    data.validation = found.train.slice(all - validation, all);
    data.split =
        "documented: the data set's own test part, its last training images for validation";
    return;
  }
  const Split split = stratified_split(found.train, found.keys, validation, test);
  data.train = found.train.select(split.train);
  data.validation =
      found.validation.size() > 0 ? found.validation : found.train.select(split.validation);
  if (test > 0) {
    data.test = found.train.select(split.test);
  }
  data.split = "stratified by class, in the order of keys from the names or rows of images";
}

}  // namespace

ImageData load_images(const ImageRequest& request, const LoadOptions& options) {
  require<UsageError>(request.limit >= 0, "[data] expected a limit of 0 or more, got {}",
                      request.limit);
  require<UsageError>(request.holdout >= -1, "[data] expected a hold-out of 0 or more, got {}",
                      request.holdout);
  SourceImages found = read(request, options);
  ImageData data;
  data.name = name_of(request.data);
  data.sha256 = sha256_of(found);
  data.sizes = std::move(found.sizes);
  data.notes = std::move(found.notes);
  if (request.whole) {
    const Images parts[] = {found.train, found.validation, found.test};
    data.train = joined(parts);
  } else {
    divide(std::move(found), request.holdout, data);
  }
  if (request.limit > 0) {
    data.train = limit(data.train, request.limit);
  }
  if (!request.skew.empty()) {
    data.train = skewed(data.train, request);
  }
  return data;
}

}  // namespace akin::data
