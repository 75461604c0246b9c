#include "akin/evaluation/find_feature_extractor.h"

#include <optional>
#include <utility>

#include "akin/base/require.h"

// The feature extractors shipped in the library, byte for byte. Embedded by the assembler, since a
// compiler takes seconds for an array of that size. NOLINTNEXTLINE(cppcoreguidelines-macro-usage)
#define AKIN_INCLUDE_BYTES(name, file)           \
  __asm__(                                       \
      ".section .rodata\n"                       \
      ".global akin_" #name                      \
      "\n"                                       \
      ".global akin_" #name                      \
      "_end\n"                                   \
      "akin_" #name                              \
      ":\n"                                      \
      ".incbin \"" file                          \
      "\"\n"                                     \
      "akin_" #name                              \
      "_end:\n"                                  \
      ".byte 0\n"                                \
      ".previous\n");                            \
  extern "C" {                                   \
  extern const std::uint8_t akin_##name[];       \
  extern const std::uint8_t akin_##name##_end[]; \
  }

AKIN_INCLUDE_BYTES(extractor_mnist, AKIN_FEATURE_EXTRACTORS "/mnist.safetensors")
AKIN_INCLUDE_BYTES(extractor_digits, AKIN_FEATURE_EXTRACTORS "/digits.safetensors")

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
  for (const io::Bytes& bytes : {io::Bytes(akin_extractor_mnist, akin_extractor_mnist_end),
                                 io::Bytes(akin_extractor_digits, akin_extractor_digits_end)}) {
    if (auto extractor = extractor_in(bytes, data_sha256)) {
      return extractor;
    }
  }
  return std::nullopt;
}

std::optional<FeatureExtractor> cached(const fs::path& path, const std::string& data_sha256) {
  std::error_code ignored;
  return fs::is_regular_file(path, ignored) ? extractor_in(io::read_file(path), data_sha256)
                                            : std::nullopt;
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
  if (auto extractor = cached(path, data.sha256)) {
    return *std::move(extractor);
  }
  FeatureExtractor extractor = train_feature_extractor(data, progress);
  if (!cache.empty()) {
    store(path, extractor);
  }
  return extractor;
}

}  // namespace akin
