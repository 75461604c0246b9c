#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "akin/data/text_data.h"
#include "akin/evaluation/evaluation.h"
#include "akin/metrics/text_novelty.h"
#include "akin/models/generative_model.h"

namespace akin {

/// Metrics of texts against the training text; the texts are without prompts.
struct TextMetrics {
  metrics::TextNovelty novelty;
  std::string longest;              ///< the longest span that also occurs in the training text
  std::optional<double> new_lines;  ///< of documents: share that are not training documents
  /// Of the built-in tales, whose grammar and world are known, as shares in [0, 1].
  struct Truth {
    double parses = 0;          ///< of all texts
    double holds = 0;           ///< of all texts: true in the tales' world
    double new_of_parsing = 0;  ///< of those that parse
    double patterns_seen = 0;   ///< of all patterns of the grammar
  };
  std::optional<Truth> truth;
};

/// Error: no characters in any of the texts.
TextMetrics compute_text_metrics(const data::TextData& data, const std::vector<std::string>& texts);

struct TextSamplingOptions {
  std::int64_t count = 0;      ///< 0: 1,000 documents, or 100 excerpts of running text
  std::int64_t length = 1000;  ///< tokens of an excerpt, or of a document at most
  std::uint64_t seed = 0;
};

/// Samples texts without a prompt at temperature 1.
std::vector<std::string> generate_texts(const TextGenerator& model,
                                        const TextSamplingOptions& options);

/// As much validation text as `texts`, as far as there is enough: as many documents, or excerpts of
/// as many characters. Error: no validation text.
std::vector<std::string> control_texts(const data::TextData& data,
                                       const std::vector<std::string>& texts);

/// The likelihood of validation text, per token, which depends on the tokenizer, and per character,
/// which does not.
struct TextLikelihood {
  NegativeLogLikelihood nll;  ///< items: tokens
  std::int64_t characters = 0;

  [[nodiscard]] double nats_per_token() const { return nll.mean(); }
  [[nodiscard]] double nats_per_character() const {
    return nll.sum / static_cast<double>(characters);
  }
  [[nodiscard]] double bits_per_character() const;
  [[nodiscard]] double perplexity_per_token() const;
  [[nodiscard]] double perplexity_per_character() const;
};
nlohmann::ordered_json to_json(const TextLikelihood& likelihood);

/// Metrics of the samples beside those of their control. `validation`: the model's NLL of the
/// validation text.
Evaluation evaluate_texts(const data::TextData& data, const std::vector<std::string>& samples,
                          const std::vector<std::string>& control,
                          const std::optional<NegativeLogLikelihood>& validation);

}  // namespace akin
