#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <vector>

#include "akin/base/random.h"
#include "akin/inference/decoder.h"
#include "akin/nn/torch.h"
#include "akin/tokens/token_sampler.h"
#include "akin/tokens/tokenizer.h"

namespace akin {

// What some generative models can do beside sampling. GenerativeModel::capabilities() lists which
// of these interfaces a model implements. Labels are int64 [n], or undefined for a model without
// classes.

/// Maps latent vectors, z ~ N(0, I), to data: points between two vectors give data between two
/// items.
class LatentDecoder {
 public:
  virtual ~LatentDecoder() = default;
  /// latents [n, latent_dim] -> data [n, ...].
  virtual torch::Tensor generate(const torch::Tensor& latents,
                                 const torch::Tensor& labels = {}) = 0;
  [[nodiscard]] virtual std::int64_t latent_dim() const = 0;
};

/// q(z | x) = N(mean, e^log_variance), both [n, latent_dim].
struct Posterior {
  torch::Tensor mean;
  torch::Tensor log_variance;
  /// Standard deviation of each latent dimension, [n, latent_dim]: e^(log_variance / 2).
  [[nodiscard]] torch::Tensor deviation() const;
  /// mean + deviation noise (Kingma & Welling 2014, eq. 10).
  [[nodiscard]] torch::Tensor sample(const torch::Tensor& noise) const;
  /// KL(q(z | x) || N(0, I)) of each latent dimension, [n, latent_dim] in nats: (mean^2 + e^lv - 1
  /// - lv) / 2 (Kingma & Welling 2014, appendix B).
  [[nodiscard]] torch::Tensor kl() const;
};

/// Encodes data as a distribution over latent vectors and decodes these.
class Autoencoder : public virtual LatentDecoder {
 public:
  /// data [n, ...] in [0, 1].
  virtual Posterior encode(const torch::Tensor& data, const torch::Tensor& labels = {}) = 0;
  /// Data drawn from p(x | z), where generate() returns its mean.
  virtual torch::Tensor draw_pixels(const torch::Tensor& latents, const torch::Tensor& labels,
                                    Random& random) = 0;
  /// -log of the importance-weighted average over `samples` draws, in nats [n]: a bound on -log
  /// p(x) that tightens with `samples` (Burda et al. 2016, eq. 8).
  virtual torch::Tensor importance_bound(const torch::Tensor& data, const torch::Tensor& labels,
                                         std::int64_t samples, Random& random) = 0;
};

/// Tells real data from generated data.
class Discriminator {
 public:
  virtual ~Discriminator() = default;
  /// data [n, ...] -> logits [n]; above 0: more likely real than generated.
  virtual torch::Tensor discriminate(const torch::Tensor& data,
                                     const torch::Tensor& labels = {}) = 0;
};

/// Completes images of which the upper rows are given.
class ImageCompleter {
 public:
  virtual ~ImageCompleter() = default;
  /// data [n, channels, height, width]: keeps the first `rows` rows, a multiple of cell_size(), and
  /// generates the rest.
  virtual torch::Tensor complete(const torch::Tensor& data, std::int64_t rows,
                                 const torch::Tensor& labels, Random random) = 0;
  /// Side of the square of pixels that one token stands for.
  [[nodiscard]] virtual std::int64_t cell_size() const = 0;
  /// data encoded and decoded again: what is lost is the tokenizer's fault.
  virtual torch::Tensor round_trip(const torch::Tensor& data) = 0;
};

struct GenerationOptions {
  tokens::SamplingOptions sampling;
  std::int64_t length = 256;  ///< tokens at most; a document may end earlier
};

/// Generates text token by token.
class TextGenerator {
 public:
  virtual ~TextGenerator() = default;
  [[nodiscard]] virtual const tokens::Tokenizer& tokenizer() const = 0;
  [[nodiscard]] virtual bool documents() const = 0;        ///< each line is a text of its own
  [[nodiscard]] virtual std::int64_t context() const = 0;  ///< tokens
  /// How samples are drawn unless a call says otherwise.
  [[nodiscard]] virtual const tokens::SamplingOptions& sampling() const = 0;

  /// The present weights, in the precision of the autocast scope, for decoding on a CPU with cached
  /// keys and values. Copies share the weights.
  [[nodiscard]] virtual inference::Decoder decoder() const = 0;

  using TokenCallback = std::function<bool(tokens::Token, std::span<const float> logits)>;

  /// What generation continues: `prompt`, after "\n" where it is empty or each text is a line
  /// (after token 0 where the vocabulary lacks "\n").
  [[nodiscard]] virtual std::vector<tokens::Token> with_start(
      std::span<const tokens::Token> prompt) const = 0;

  /// Continues with_start(prompt), of which the window of the decoder keeps the end. Each token is
  /// passed to `take` with the logits it was drawn from; generation ends when `take` returns
  /// false. The i-th token's random number is the i-th of (seed, "write"). The "\n" that ends a
  /// document is not passed on.
  virtual void generate(inference::Decoder& decoder, std::span<const tokens::Token> prompt,
                        const GenerationOptions& options, std::uint64_t seed,
                        const TokenCallback& take) const = 0;

  /// The same as one text, without the prompt, which may have any characters: see
  /// tokens::encode_prompt().
  [[nodiscard]] std::string generate_text(inference::Decoder& decoder, const std::string& prompt,
                                          const GenerationOptions& options,
                                          std::uint64_t seed) const;

  /// ids: int64 [n, t + 1], t <= context() -> -ln p of each token but the first, given those before
  /// it, [n, t] in nats; 0 for padding, -1.
  virtual torch::Tensor token_nll(const torch::Tensor& ids) = 0;

  /// tokens: int64 [n, t], t <= context() -> attention weights [n, layers, heads, t, t]; rows sum
  /// to 1.
  virtual torch::Tensor attention_weights(const torch::Tensor& tokens) = 0;
};

/// The interfaces that a model implements; nullptr for each that it does not. They live as long as
/// the model.
struct Capabilities {
  LatentDecoder* latents = nullptr;
  Autoencoder* autoencoder = nullptr;
  Discriminator* discriminator = nullptr;
  ImageCompleter* completer = nullptr;
  TextGenerator* text = nullptr;
};

}  // namespace akin
