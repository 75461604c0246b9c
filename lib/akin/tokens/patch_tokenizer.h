#pragma once

#include "akin/tokens/image_tokenizer.h"

namespace akin::tokens {

/// Vector quantisation: the token of a patch is the row of a codebook nearest in Euclidean
/// distance, the lowest of ties. A token is decoded to its row, rounded to bytes.
class PatchTokenizer final : public ImageTokenizer {
 public:
  static constexpr char name[] = "patch";

  /// codebook: [size, channels * patch_size * patch_size] in [0, 1]. Errors: no rows or more than
  /// 65536, rows that are not squares, values outside [0, 1], image sides that are not multiples of
  /// patch_size.
  PatchTokenizer(ImageSize image_size, numerics::Points codebook);

  [[nodiscard]] std::string kind() const override { return name; }
  [[nodiscard]] std::int64_t vocabulary_size() const override { return codebook_.rows(); }
  [[nodiscard]] std::int64_t length() const override { return grid_.patches(); }
  [[nodiscard]] ImageSize image_size() const override { return grid_.image; }
  [[nodiscard]] numerics::Points codebook() const override { return codebook_; }
  void encode(std::span<const std::uint8_t> pixels, std::span<std::int32_t> tokens) const override;
  void decode(std::span<const std::int32_t> tokens, std::span<std::uint8_t> pixels) const override;
  [[nodiscard]] std::vector<std::uint16_t> encode_all(std::span<const std::uint8_t> pixels,
                                                      std::int64_t count) const override;

 private:
  void encode_some(std::span<const std::uint8_t> pixels, std::span<std::uint16_t> tokens) const;

  numerics::Points codebook_;  ///< [size, patch values]
  PatchGrid grid_;
  std::vector<std::uint8_t> bytes_;  ///< the codebook as pixels, [size, patch values]
  std::uint16_t blank_ = 0;          ///< the token of a black patch
};

struct PatchOptions {
  std::int64_t codebook_size = 512;
  std::uint64_t seed = 0;
  int patch_size = 4;                    ///< side of a patch, in pixels
  std::int64_t samples_per_token = 100;  ///< k-means is fitted to a sample of the non-black patches
  std::int64_t iterations = 30;          ///< of k-means, at most
};

/// Fits a codebook to images, pixels: [count, channels, height, width]. Token 0 is the black patch,
/// which is the most frequent; k-means over a sample of the other patches gives the rest. Where
/// there are fewer of these than tokens, the last tokens are black, too, and never used. Errors: a
/// codebook_size below 2, sizes that disagree, only black patches.
PatchTokenizer fit_patch_tokenizer(std::span<const std::uint8_t> pixels, std::int64_t count,
                                   ImageSize image_size, const PatchOptions& options = {});

}  // namespace akin::tokens
