#include "akin/data/image_data.h"

#include <charconv>
#include <cmath>

#include "akin/base/require.h"
#include "akin/base/suggest.h"
#include "akin/data/catalogue.h"
#include "akin/data/digits.h"
#include "akin/data/image_files.h"
#include "akin/io/sha256.h"

namespace akin::data {
namespace {

namespace fs = std::filesystem;

/// The built-in digits: as many as in MNIST, with another seed for the test split.
constexpr std::int64_t built_in_train = 60000;
constexpr std::int64_t built_in_test = 10000;
constexpr std::uint64_t built_in_train_seed = 1;
constexpr std::uint64_t built_in_test_seed = 2;

/// The default validation split is a sixth of the images, 10,000 of MNIST's 60,000.
constexpr std::int64_t default_holdout_divisor = 6;

TrainAndTest read_entry(const Entry& entry, const io::DownloadOptions& options) {
  require<UsageError>(entry.kind == "images", "[data] expected images, got '{}', which is {}",
                      entry.name, entry.kind);
  if (entry.files.empty()) {
    return {digits(built_in_train, built_in_train_seed), digits(built_in_test, built_in_test_seed)};
  }
  try {
    fetch(entry, options);
  } catch (const Error& error) {
    fail("{}; or take the built-in handwriting: --data digits", error.what());
  }
  const auto part = [&](std::size_t images, std::size_t labels) {
    const std::string& name = entry.files.at(images).name;
    return make_images(io::parse_idx(read_file_of(entry, images, options), name),
                       io::parse_idx(read_file_of(entry, labels, options), name), entry.class_names,
                       name);
  };
  return {part(0, 1), part(2, 3)};
}

TrainAndTest read(const std::string& data, const io::DownloadOptions& options) {
  std::error_code ignored;  // an inaccessible path counts as missing
  if (const Entry* entry = known_entry(data)) {
    return read_entry(*entry, options);
  }
  if (fs::is_directory(data, ignored)) {
    return {read_image_folder(data), {}};
  }
  if (fs::exists(data, ignored)) {
    return read_idx_images(data);
  }
  require<UsageError>(data.find('/') == std::string::npos,
                      "[data] expected an IDX file or a folder of PNG files, got no file at {}",
                      data);
  return read_entry(find_entry(data), options);
}

/// The name in the catalogue, or that of the folder.
std::string name_of(const std::string& data) {
  if (known_entry(data) != nullptr) {
    return data;
  }
  fs::path path = fs::absolute(data).lexically_normal();
  if (!fs::is_directory(path) || path.filename().empty()) {
    path = path.parent_path();
  }
  return path.filename().string();
}

std::string sha256_of(const TrainAndTest& parts) {
  io::Bytes all;
  for (const Images* part : {&parts.train, &parts.test}) {
    for (std::int64_t i = 0; i < part->size(); ++i) {
      const auto pixels = part->pixels(i);
      all.insert(all.end(), pixels.begin(), pixels.end());
    }
    for (std::int64_t i = 0; part->classes() > 0 && i < part->size(); ++i) {
      all.push_back(static_cast<std::uint8_t>(part->label(i)));
    }
  }
  return io::sha256(all);
}

int parse_label(const std::string& text, const std::vector<std::string>& names) {
  for (std::size_t i = 0; i < names.size(); ++i) {
    if (names[i] == text) {
      return static_cast<int>(i);
    }
  }
  int index = -1;
  const char* end = text.data() + text.size();
  const auto [after, error] = std::from_chars(text.data(), end, index);
  if (error != std::errc() || after != end || index < 0 ||
      index >= static_cast<int>(names.size())) {
    fail_unknown("skew", text, names);
  }
  return index;
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
                      "[skew] expected LABEL:SHARE with a share of at least 0 and below 1, such "
                      "as {}:0.5, got '{}'",
                      images.class_names()[0], text);
  return skew(images, parse_label(text.substr(0, colon), images.class_names()), share,
              request.seed);
}

}  // namespace

ImageData load_images(const ImageRequest& request, const io::DownloadOptions& options) {
  const TrainAndTest parts = read(request.data, options);
  const std::int64_t count = parts.train.size();
  const std::int64_t holdout =
      request.holdout == -1 ? count / default_holdout_divisor : request.holdout;
  require<UsageError>(holdout >= 0 && holdout < count,
                      "[data] expected a hold-out of 0 to {} images, got {}", count - 1, holdout);
  require<UsageError>(request.limit >= 0, "[data] expected a limit of 0 or more, got {}",
                      request.limit);
  ImageData data;
  data.name = name_of(request.data);
  data.sha256 = sha256_of(parts);
  data.train = parts.train.slice(0, count - holdout);
  data.validation = parts.train.slice(count - holdout, count);
  data.test = parts.test;
  if (request.limit > 0) {
    data.train = limit(data.train, request.limit);
  }
  if (!request.skew.empty()) {
    data.train = skewed(data.train, request);
  }
  return data;
}

}  // namespace akin::data
