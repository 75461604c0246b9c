#pragma once

#include <memory>
#include <mutex>

#include "akin/data/images.h"
#include "akin/families/transformer/sequence_model.h"
#include "akin/models/image_shape.h"
#include "akin/tokens/image_tokenizer.h"

namespace akin {

/// A Transformer of images: a tokenizer turns an image into a sequence of tokens, one per square
/// cell; the first token is the label, or the same for all images. Pixels go in and come out, as
/// with any other image model. Buffer: "codebook" [codebook size, values of a cell] where the
/// tokenizer learns one.
class TokenImageModel : public SequenceModel, public ImageCompleter {
 public:
  /// `kind`: see tokens::make_image_tokenizer(). `vocabulary`: tokens of the tokenizer, without
  /// labels. The shape's vocabulary and context follow from these and the image.
  TokenImageModel(const TransformerShape& shape, const std::string& kind, std::int64_t vocabulary,
                  const ImageShape& image, std::uint64_t seed);

  /// Fits the codebook, if there is one, to the images.
  void fit_tokenizer(const data::Images& images, std::uint64_t seed) override;

  torch::Tensor token_ids(const torch::Tensor& data, const torch::Tensor& labels) override;
  [[nodiscard]] torch::Tensor item_count(const torch::Tensor& ids) const override {
    return torch::scalar_tensor(ids.size(0), torch::kInt64);
  }

  torch::Tensor complete(const torch::Tensor& data, std::int64_t rows, const torch::Tensor& labels,
                         Random random) override;
  [[nodiscard]] std::int64_t cell_size() const override;
  [[nodiscard]] Support support() const override {
    return codebook_.defined() ? Support::tokens : Support::binary;
  }
  torch::Tensor round_trip(const torch::Tensor& data) override;

  [[nodiscard]] std::int64_t classes() const override { return image_.classes; }
  [[nodiscard]] Capabilities capabilities() override { return {.completer = this}; }

 protected:
  torch::Tensor draw(std::int64_t count, Random& random, const torch::Tensor& labels) override;
  [[nodiscard]] std::int64_t vocabulary_size() const override { return vocabulary_size_; }

 private:
  /// The tokenizer of the present codebook. Thread-safe: threads that train on shards of a batch
  /// may ask at once.
  [[nodiscard]] std::shared_ptr<const tokens::ImageTokenizer> tokenizer();
  torch::Tensor encode(const torch::Tensor& data);    ///< [n, c, h, w] -> int64 [n, length]
  torch::Tensor decode(const torch::Tensor& tokens);  ///< the inverse
  torch::Tensor first_tokens(std::int64_t count, const torch::Tensor& labels) const;  ///< [n, 1]
  /// Token ids [n, given] completed to [n, length], without the first token.
  torch::Tensor continued(const torch::Tensor& ids, Random& random);

  [[nodiscard]] ImageSize image_size() const;

  ImageShape image_;
  std::string kind_;
  std::int64_t vocabulary_size_;
  torch::Tensor codebook_;  // undefined where nothing is learnt
  std::mutex tokenizer_mutex_;
  std::shared_ptr<const tokens::ImageTokenizer> tokenizer_;
  torch::Tensor tokenizer_codebook_;  // what tokenizer_ was made from
};

}  // namespace akin
