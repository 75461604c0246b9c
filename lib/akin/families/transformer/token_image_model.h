#pragma once

#include <memory>
#include <mutex>
#include <optional>

#include "akin/data/images.h"
#include "akin/families/transformer/sequence_model.h"
#include "akin/models/image_shape.h"
#include "akin/tokens/image_tokenizer.h"
#include "akin/tokens/token_sampler.h"

namespace akin {

/// A Transformer that writes images: a tokenizer turns one into a short sentence, whose first token
/// is the label, or the same for all. Pixels come in and go out, as with any other image model.
/// Buffer "codebook" [words, pixels of a cell] where the tokenizer learns one.
class TokenImageModel : public SequenceModel {
 public:
  /// `kind`: as tokens::make_image_tokenizer() takes it. `words`: of a learnt codebook. The shape's
  /// vocabulary and context follow from the tokenizer.
  TokenImageModel(const TransformerShape& shape, const std::string& kind, std::int64_t words,
                  const ImageShape& image, std::uint64_t seed);

  /// Fits the codebook, where there is one, to the images.
  void fit_tokenizer(const data::Images& images, std::uint64_t seed) override;

  torch::Tensor sentences(const torch::Tensor& data, const torch::Tensor& labels) override;
  [[nodiscard]] torch::Tensor items(const torch::Tensor& sentences) const override {
    return torch::scalar_tensor(sentences.size(0), torch::kInt64);
  }

  /// How samples are drawn from here on; as the model says at first.
  void set_sampling(const tokens::SamplingOptions& options) { sampling_ = options; }

  /// data [n, 1, height, width] of which the first `rows` of pixels are kept (a multiple of the
  /// cell's side) and the rest is written anew: the picture analogue of a prompt.
  torch::Tensor complete(const torch::Tensor& data, std::int64_t rows, const torch::Tensor& labels,
                         Random random);

  /// Whether a score is one of pixels: else it is one of words, which stand for many images each.
  [[nodiscard]] bool scores_pixels() const { return !codebook_.defined(); }

  /// The side of what one token writes, in pixels.
  [[nodiscard]] std::int64_t cell() const;

  /// What of images the words can say: encoded and decoded again.
  torch::Tensor round_trip(const torch::Tensor& data);

  [[nodiscard]] std::int64_t classes() const override { return image_.classes; }

 protected:
  torch::Tensor draw(std::int64_t count, Random& random, const torch::Tensor& labels) override;
  [[nodiscard]] std::int64_t words() const override { return words_; }

 private:
  /// That of the codebook as it is now. Threads that learn from shares of a batch may ask at once.
  [[nodiscard]] std::shared_ptr<const tokens::ImageTokenizer> tokenizer();
  torch::Tensor encode(const torch::Tensor& data);
  torch::Tensor decode(const torch::Tensor& words);
  torch::Tensor first_tokens(std::int64_t count, const torch::Tensor& labels) const;
  /// Sentences [n, given] written to their end, [n, length] without the first token.
  torch::Tensor continued(const torch::Tensor& sentences, Random& random);

  ImageShape image_;
  std::string kind_;
  std::int64_t words_;
  tokens::SamplingOptions sampling_;
  torch::Tensor codebook_;  // undefined where nothing is learnt
  std::mutex tokenizer_mutex_;
  std::shared_ptr<const tokens::ImageTokenizer> tokenizer_;
  torch::Tensor codebook_read_;  // what tokenizer_ was made of
};

}  // namespace akin
