#include "akin/evaluation/find_feature_extractor.h"

#include <optional>
#include <utility>

#include "akin/base/require.h"
#include "akin/data/catalogue.h"

#include "embedded_feature_extractors.h"

namespace akin {
namespace {

namespace fs = std::filesystem;

/// The feature extractor in these bytes, if it is intact and of that data.
std::optional<FeatureExtractor> extractor_in(const io::Bytes& bytes,
                                             const std::string& data_sha256) {
  try {
    FeatureExtractor extractor = parse_feature_extractor(bytes, "extractor");
    return extractor.data_sha256 == data_sha256 ? std::optional(std::move(extractor))
                                                : std::nullopt;
  } catch (const Error&) {
    return std::nullopt;
  }
}

std::optional<FeatureExtractor> shipped(const std::string& data_sha256) {
  for (const auto& file : {embedded::mnist_safetensors, embedded::digits_safetensors}) {
    if (auto extractor = extractor_in(io::Bytes(file.begin(), file.end()), data_sha256)) {
      return extractor;
    }
  }
  return std::nullopt;
}

/// The feature extractor in this file of the cache, if it is intact and of that data.
std::optional<FeatureExtractor> cached(const fs::path& path, const data::ImageData& data) {
  constexpr std::uint64_t largest_file = std::uint64_t{2} << 30U;
  try {
    auto extractor = extractor_in(io::read_file(path, largest_file), data.sha256);
    if (extractor) {
      require_intact(*extractor, data);
    }
    return extractor;
  } catch (const Error&) {
    return std::nullopt;
  }
}

void store(const fs::path& path, const FeatureExtractor& extractor) {
  try {
    io::write_atomically(path, format_feature_extractor(extractor));
  } catch (const Error&) {  // NOLINT(bugprone-empty-catch): it is trained again next time
  }
}

}  // namespace

FeatureExtractor find_feature_extractor(const data::ImageData& data,
                                        const std::function<void(double)>& progress) {
  if (auto extractor = shipped(data.sha256)) {
    return *std::move(extractor);
  }
  const fs::path cache = data::cache_folder();
  const fs::path path = cache / "feature_extractors" / (data.sha256 + ".safetensors");
  if (auto extractor = cached(path, data)) {
    return *std::move(extractor);
  }
  FeatureExtractor extractor = train_feature_extractor(data, progress);
  if (!cache.empty()) {
    store(path, extractor);
  }
  return extractor;
}

}  // namespace akin
