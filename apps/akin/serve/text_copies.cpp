#include "serve/text_copies.h"

#include <vector>

#include "akin/evaluation/text_evaluation.h"
#include "akin/metrics/text_novelty.h"

namespace akin::app {
namespace {

metrics::CopiedSpan longest_of(const std::vector<std::string>& texts, const data::TextData& data) {
  return metrics::text_novelty(metrics::match_lengths(texts, data::training_text(data))).longest;
}

}  // namespace

nlohmann::json longest_copy(const std::string& text, const data::TextData& data) {
  const metrics::CopiedSpan span = longest_of({text}, data);
  nlohmann::json copy = {{"first", span.first}, {"length", span.length}};
  if (data.validation_characters > 0) {
    copy["usual"] = longest_of(control_texts(data, {text}), data).length;
  }
  return copy;
}

}  // namespace akin::app
