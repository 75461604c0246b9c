#include <algorithm>

#include "akin/base/utf8.h"
#include "akin/data/tale_truth.h"
#include "akin/data/text_statistics.h"
#include "akin/evaluation/context_loss.h"
#include "akin/evaluation/text_evaluation.h"
#include "akin/experiment/splits.h"
#include "akin/metrics/attention_pattern.h"
#include "akin/metrics/text_novelty.h"
#include "akin/tokens/next_tokens.h"

#include "serve/generation.h"
#include "serve/model_view.h"
#include "serve/tensor_json.h"

namespace akin::app {

using nlohmann::json;
using torch::Tensor;

namespace {

constexpr std::int64_t max_attention_tokens = 48;  // of all heads
constexpr std::int64_t max_head_tokens = 256;      // of one head at a time
constexpr std::size_t max_copy_bytes = 32768;
constexpr std::int64_t max_candidates = 256;
constexpr std::int64_t validation_blocks = 8;  // for the loss of each length of context

metrics::CopiedSpan longest_span(const std::vector<std::string>& texts,
                                 const data::TextData& data) {
  return metrics::text_novelty(metrics::match_lengths(texts, data::training_text(data))).longest;
}

/// See ModelView::longest_copy().
json longest_match(const std::string& text, const data::TextData& data) {
  const metrics::CopiedSpan span = longest_span({text}, data);
  json match = {{"start", span.first}, {"length", span.length}};
  if (data.validation_characters > 0) {
    match["typical"] = longest_span(control_texts(data, {text}), data).length;
  }
  return match;
}

std::string text_of(const RequestBody& body) {
  const std::string text = body.string("text", max_copy_bytes);
  if (utf8::find_invalid(text)) {
    throw HttpError(400, "[text] expected UTF-8");
  }
  return text;
}

/// The attention weights among the last tokens of a request's text.
struct Attended {
  std::vector<tokens::Token> tokens;  // [t]
  Tensor weights;                     // [layers, heads, t, t]
  json about;                         // {"tokens", "replaced"}
};

Attended attended(const RequestBody& body, TextGenerator& model, std::int64_t most) {
  const torch::NoGradGuard no_grad;
  const tokens::Prompt text = text_or_tokens(body, model);
  const std::vector<tokens::Token> all = model.with_start(text.tokens);
  const auto shown = std::min({std::ssize(all), most, model.context()});
  Attended found{{all.end() - shown, all.end()}, {}, {{"replaced", replaced_in(text)}}};
  const std::vector<std::int64_t> ids(found.tokens.begin(), found.tokens.end());
  found.weights = model.attention_weights(torch::tensor(ids).unsqueeze(0)).squeeze(0);
  found.about["tokens"] = json::array();
  for (const tokens::Token token : found.tokens) {
    found.about["tokens"].push_back(token_text(model, token));
  }
  return found;
}

/// -ln p of each token but the first, given those before it.
std::vector<float> token_losses(TextGenerator& model, std::span<const tokens::Token> window) {
  const torch::NoGradGuard no_grad;
  const std::vector<std::int64_t> ids(window.begin(), window.end());
  return window.size() < 2 ? std::vector<float>()
                           : numbers(model.token_nll(torch::tensor(ids).unsqueeze(0)));
}

const char* word_for(data::TaleStatement::Verdict verdict) {
  using Verdict = data::TaleStatement::Verdict;
  return verdict == Verdict::is_true ? "true" : verdict == Verdict::is_false ? "false" : "unknown";
}

}  // namespace

json ModelView::next_tokens(const RequestBody& body) {
  auto& model = need(can_.text, "text");
  const tokens::Prompt prompt = text_or_tokens(body, model);
  const std::int64_t count = body.integer("count", {1, max_candidates}, 20);
  const std::vector<tokens::Token> all = model.with_start(prompt.tokens);
  if (!decoder_ || training_) {
    decoder_ = model.decoder();
  }
  inference::Decoder decoder = *decoder_;
  const tokens::NextTokens next =
      tokens::next_tokens(decoder.feed(all), sampling_options(body), count);
  json response = {{"prompt", json::array()},
                   {"replaced", replaced_in(prompt)},
                   {"tokens", json::array()},
                   {"entropy", next.entropy},
                   {"adjusted_entropy", next.adjusted_entropy},
                   {"loss_of_prompt", json::array()}};
  for (const tokens::NextToken& one : next.tokens) {
    response["tokens"].push_back({{"id", one.token},
                                  {"text", token_text(model, one.token)},
                                  {"probability", one.probability},
                                  {"adjusted", one.adjusted}});
  }
  const auto window = decoder.window();
  const auto losses = token_losses(model, window);
  // The start that was put before the prompt is no part of it.
  const bool starts = all.size() > prompt.tokens.size() && window.size() == all.size();
  for (std::size_t i = starts ? 1 : 0; i < window.size(); ++i) {
    response["prompt"].push_back({{"id", window[i]}, {"text", token_text(model, window[i])}});
    response["loss_of_prompt"].push_back(i == 0 ? json() : json(losses[i - 1]));
  }
  return response;
}

json ModelView::heads(const RequestBody& body) {
  const Attended found = attended(body, need(can_.text, "text"), max_head_tokens);
  struct Head {
    std::int64_t layer, head;
    metrics::AttentionPattern pattern;
  };
  std::vector<Head> all;
  for (std::int64_t layer = 0; layer < found.weights.size(0); ++layer) {
    for (std::int64_t head = 0; head < found.weights.size(1); ++head) {
      const std::vector<float> weights = numbers(found.weights[layer][head]);
      all.push_back({layer, head, metrics::attention_pattern(weights, found.tokens)});
    }
  }
  std::stable_sort(all.begin(), all.end(), [](const Head& a, const Head& b) {
    return a.pattern.kind != b.pattern.kind ? a.pattern.kind < b.pattern.kind
                                            : a.pattern.score > b.pattern.score;
  });
  json response = found.about;
  response["heads"] = json::array();
  for (const Head& head : all) {
    response["heads"].push_back({{"layer", head.layer},
                                 {"head", head.head},
                                 {"kind", metrics::name_of(head.pattern.kind)},
                                 {"score", head.pattern.score}});
  }
  return response;
}

json ModelView::head_links(const RequestBody& body) {
  const Attended found = attended(body, need(can_.text, "text"), max_head_tokens);
  const Tensor& weights = found.weights;
  const std::int64_t layer = body.integer("layer", {0, weights.size(0) - 1}, 0);
  const std::int64_t head = body.integer("head", {0, weights.size(1) - 1}, 0);
  const double minimum = body.number("minimum", {0, 1}, 0.05);
  const std::vector<float> values = numbers(weights[layer][head]);  // [t, t]
  json response = found.about;
  response["links"] = json::array();
  const std::size_t t = found.tokens.size();
  for (std::size_t to = 0; to < t; ++to) {
    for (std::size_t from = 0; from <= to; ++from) {
      if (const float weight = values[to * t + from]; static_cast<double>(weight) >= minimum) {
        response["links"].push_back({to, from, weight});
      }
    }
  }
  return response;
}

json ModelView::context_loss(const RequestBody& body) {
  auto& model = need(can_.text, "text");
  const auto answer = [&](const Tensor& ids) -> json {
    const ContextLoss loss = akin::context_loss(model, ids);
    return {{"lengths", loss.lengths}, {"loss", loss.nats}};
  };
  if (const tokens::Prompt text = prompt_of(body, "text", model); !text.tokens.empty()) {
    const std::vector<tokens::Token> all = model.with_start(text.tokens);
    const auto kept = std::min<std::int64_t>(std::ssize(all), model.context() + 1);
    if (kept < 2) {
      throw HttpError(400, "[text] expected two tokens or more, got one");
    }
    return answer(
        torch::tensor(std::vector<std::int64_t>(all.end() - kept, all.end())).unsqueeze(0));
  }
  if (contexts_ && !training_) {
    return *contexts_;
  }
  const Splits splits = make_splits(dataset(), *model_, recipe_, torch::kCPU);
  if (splits.validation_batches == 0) {
    throw HttpError(400, "[model] expected validation text, got none");
  }
  contexts_ = answer(splits.validation(0).data.slice(0, 0, validation_blocks));
  return *contexts_;
}

json ModelView::attention(const RequestBody& body) {
  Attended found = attended(body, need(can_.text, "text"), max_attention_tokens);
  found.about["layers"] = found.weights.size(0);
  found.about["heads"] = found.weights.size(1);
  found.about["weights"] = base64_of(found.weights);
  return found.about;
}

json ModelView::longest_copy(const RequestBody& body) {
  (void)need(can_.text, "text");
  const std::string text = body.string("text", max_copy_bytes);
  if (text.empty() || utf8::find_invalid(text)) {
    throw HttpError(400, "[text] expected at least one character, in UTF-8");
  }
  return longest_match(text, text_data());
}

json ModelView::copied_spans(const RequestBody& body) {
  (void)need(can_.text, "text");
  const std::string text = text_of(body);
  const std::int64_t minimum = body.integer("minimum", {1, max_copy_bytes}, 20);
  const auto lengths = metrics::match_lengths({&text, 1}, data::training_text(text_data()));
  json spans = json::array();
  for (const auto& span : metrics::copied_spans(lengths.front(), minimum)) {
    spans.push_back({{"start", span.first}, {"length", span.length}});
  }
  return {{"spans", spans}};
}

json ModelView::tale_truth(const RequestBody& body) {
  using Verdict = data::TaleStatement::Verdict;
  const std::string text = text_of(body);
  json response = {{"statements", json::array()}, {"true", 0}, {"false", 0}};
  std::int64_t is_true = 0;
  std::int64_t is_false = 0;
  for (const auto& statement : data::tale_statements(text, data::language_of(text))) {
    is_true += statement.verdict == Verdict::is_true ? 1 : 0;
    is_false += statement.verdict == Verdict::is_false ? 1 : 0;
    response["statements"].push_back({{"start", statement.start},
                                      {"length", statement.length},
                                      {"verdict", word_for(statement.verdict)},
                                      {"fact", statement.fact}});
  }
  response["true"] = is_true;
  response["false"] = is_false;
  return response;
}

}  // namespace akin::app
