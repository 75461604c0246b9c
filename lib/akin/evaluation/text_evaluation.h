#pragma once

#include "akin/data/text_data.h"
#include "akin/evaluation/evaluation.h"
#include "akin/experiment/splits.h"
#include "akin/families/transformer/text_model.h"
#include "akin/metrics/text_novelty.h"

namespace akin {

/// Texts held against the training text, each without what it was prompted with.
struct TextMetrics {
  metrics::TextNovelty novelty;
  std::string longest;              ///< the longest stretch that also stands in the training text
  std::optional<double> new_lines;  ///< of documents: share that is no training document
  /// Of the built-in tales, whose grammar and world are known: shares of all texts, and of those
  /// that parse.
  struct Truth {
    double parses = 0;
    double holds = 0;
    double new_of_parsing = 0;
    double patterns_seen = 0;  ///< of all patterns of the grammar, in [0, 1]
  };
  std::optional<Truth> truth;
};

/// Error: no character in any of the texts.
TextMetrics text_metrics(const data::TextData& data, const std::vector<std::string>& texts);

struct TextSamplingOptions {
  std::int64_t count = 0;      ///< documents (0: 1,000), or stretches of running text (0: 100)
  std::int64_t length = 1000;  ///< tokens of a stretch, or of a document at most
  std::uint64_t seed = 0;
};

/// Texts written from nothing, with the model's own chances.
std::vector<std::string> write_texts(const TextModel& model, const TextSamplingOptions& options);

/// Held-out text cut as those are: as many characters, or documents, where there are as many.
/// Error: nothing was held out.
std::vector<std::string> control_texts(const data::TextData& data,
                                       const std::vector<std::string>& texts);

/// Samples beside their control, and the model's nats on what was held out.
Evaluation evaluate_texts(const data::TextData& data, const std::vector<std::string>& samples,
                          const std::vector<std::string>& control,
                          const std::optional<NegativeLogLikelihood>& validation);

}  // namespace akin
