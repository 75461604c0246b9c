#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "akin/numerics/neighbours.h"

namespace akin::tokens {

/// Writes a grey image as a sentence and reads it back. The image is cut into square cells; each
/// token is the word for one of them, in raster order, so that a prefix of half the tokens is the
/// upper half of the image.
class ImageTokenizer {
 public:
  virtual ~ImageTokenizer() = default;

  [[nodiscard]] virtual std::string kind() const = 0;     ///< as make_image_tokenizer() takes it
  [[nodiscard]] virtual std::int64_t words() const = 0;   ///< size of the vocabulary
  [[nodiscard]] virtual std::int64_t length() const = 0;  ///< tokens per image
  [[nodiscard]] virtual int height() const = 0;           ///< of an image, in pixels
  [[nodiscard]] virtual int width() const = 0;

  /// pixels: [height * width]; tokens: [length()], filled with numbers in [0, words()).
  /// Errors: other sizes; what the tokenizer's own comment says.
  virtual void encode(std::span<const std::uint8_t> pixels,
                      std::span<std::int32_t> tokens) const = 0;
  /// The inverse. Errors: other sizes, a token outside [0, words()).
  virtual void decode(std::span<const std::int32_t> tokens,
                      std::span<std::uint8_t> pixels) const = 0;

  /// Many images at once, pixels: [count * height * width] -> [count * length()]; the same tokens
  /// as from encode(). Errors: other sizes, more than 65536 words.
  [[nodiscard]] virtual std::vector<std::uint16_t> encode_all(std::span<const std::uint8_t> pixels,
                                                              std::int64_t count) const;

  /// What was learnt, [words, pixels of a cell] in [0, 1], to be kept with a model's weights and
  /// handed to make_image_tokenizer(); of no rows where nothing is learnt.
  [[nodiscard]] virtual numerics::Points codebook() const { return {}; }
};

/// The tokenizer of this kind:
/// - "binary-2x2": cells of 2x2, 16 words, exact for binarised images; no codebook.
/// - "patch": square cells as large as the codebook's rows, as many words as it has rows.
/// Errors: an unknown kind (UsageError), image sides that are not multiples of the cell's, a
/// codebook where none belongs, or one that is no matrix of squares in [0, 1].
std::unique_ptr<const ImageTokenizer> make_image_tokenizer(const std::string& kind, int height,
                                                           int width,
                                                           const numerics::Points& codebook = {});

}  // namespace akin::tokens
