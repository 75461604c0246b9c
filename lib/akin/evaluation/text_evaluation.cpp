#include "akin/evaluation/text_evaluation.h"

#include <algorithm>
#include <functional>
#include <numbers>
#include <set>
#include <unordered_set>
#include <utility>

#include "akin/base/require.h"
#include "akin/base/utf8.h"
#include "akin/data/tales.h"
#include "akin/data/text_split.h"
#include "akin/evaluation/perplexity.h"

namespace akin {
namespace {

constexpr std::int64_t default_documents = 1000;
constexpr std::int64_t default_excerpts = 100;

/// Calls `use` with each line of a text.
void each_line(const tokens::TextSource& text, const std::function<void(std::string&)>& use) {
  std::string line;
  data::LineSplitter lines([&](std::string_view part) { line += part; },
                           [&] {
                             use(line);
                             line.clear();
                           });
  text([&](std::string_view piece) { lines.add(piece); });
  lines.finish();
}

/// Those of `texts` that are training documents. Memory does not grow with the training text.
std::unordered_set<std::string> training_documents(const data::TextData& data,
                                                   const std::vector<std::string>& texts) {
  const std::unordered_set<std::string> candidates(texts.begin(), texts.end());
  std::unordered_set<std::string> found;
  each_line(data::training_text(data), [&](std::string& line) {
    if (candidates.contains(line)) {
      found.insert(line);
    }
  });
  return found;
}

double share_of(std::size_t part, std::size_t all) {
  return all == 0 ? 0 : static_cast<double>(part) / static_cast<double>(all);
}

TextMetrics::Truth truth_of(const std::vector<std::string>& texts,
                            const std::unordered_set<std::string>& trained,
                            data::Language language) {
  std::size_t parse = 0;
  std::size_t hold = 0;
  std::size_t fresh = 0;
  std::set<int> patterns;
  for (const std::string& text : texts) {
    const auto pattern = data::pattern_of(text, language);
    if (!pattern) {
      continue;
    }
    ++parse;
    patterns.insert(*pattern);
    hold += data::holds(text, language) ? 1 : 0;
    fresh += trained.contains(text) ? 0 : 1;
  }
  return {share_of(parse, texts.size()), share_of(hold, texts.size()), share_of(fresh, parse),
          share_of(patterns.size(), static_cast<std::size_t>(data::pattern_count(language)))};
}

/// The next `count` characters of a text from byte `begin`, which moves to their end.
std::string_view excerpt(std::string_view text, std::size_t& begin, std::int64_t count) {
  std::size_t end = begin;
  for (; count > 0 && end < text.size(); --count) {
    for (++end; end < text.size() && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U;) {
      ++end;
    }
  }
  return text.substr(std::exchange(begin, end), end - begin);
}

std::vector<std::string> control_excerpts(const data::TextData& data,
                                          const std::vector<std::string>& texts) {
  const std::string validation = tokens::whole_text(data::validation_text(data));
  std::vector<std::string> control;
  std::size_t begin = 0;
  for (const std::string& text : texts) {
    const auto part = excerpt(validation, begin, data::count_characters(text));
    if (!part.empty()) {
      control.emplace_back(part);
    }
  }
  return control;
}

std::vector<std::string> control_documents(const data::TextData& data, std::size_t count) {
  std::vector<std::string> control;
  each_line(data::validation_text(data), [&](std::string& line) {
    if (control.size() < count) {
      control.push_back(line);
    }
  });
  return control;
}

struct Change {
  double error;     ///< of the control's value alone
  double contrast;  ///< of noise or copies, beyond the control
};

/// Of a share of so many items.
Change share_change(double control, double items, double worst) {
  return {share_error(control, std::max(items, 1.0)) / std::numbers::sqrt2, worst - control};
}

void add_metric(Evaluation& evaluation, const std::string& name, const std::string& group,
                const std::string& better, double value, double control, const Change& change) {
  Metric metric{name, "", group, better, value, control};
  metric.error = std::numbers::sqrt2 * change.error;
  metric.contrast = change.contrast;
  metric.reading = read_metric(metric);
  evaluation.metrics.push_back(std::move(metric));
}

void add_truth(Evaluation& evaluation, const TextMetrics::Truth& samples,
               const TextMetrics::Truth& control, double lines, double patterns) {
  add_metric(evaluation, "parses", "similar", "higher", samples.parses, control.parses,
             share_change(control.parses, lines, 0));
  add_metric(evaluation, "holds", "similar", "higher", samples.holds, control.holds,
             share_change(control.holds, lines, 0));
  add_metric(evaluation, "patterns_seen", "similar", "control", samples.patterns_seen,
             control.patterns_seen, share_change(control.patterns_seen, patterns, 0));
  add_metric(evaluation, "new_of_parsing", "new", "control", samples.new_of_parsing,
             control.new_of_parsing,
             share_change(control.new_of_parsing, control.parses * lines, 0));
}

/// `texts`: of the control.
void add_novelty(Evaluation& evaluation, const metrics::TextNovelty& samples,
                 const metrics::TextNovelty& control, const std::vector<std::string>& texts) {
  const auto add = [&](const std::string& name, double value, double of_control, double error,
                       double items, double of_copies) {
    Change change = share_change(of_control, items, of_copies);
    change.error = std::max(change.error, error);
    add_metric(evaluation, name, "new", "control", value, of_control, change);
  };
  for (std::size_t i = 0; i < samples.ngrams.size(); ++i) {
    const auto value = samples.ngrams[i].share();
    const auto control_value = control.ngrams[i].share();
    if (value && control_value) {
      add(fmt::format("novel_{}", samples.ngrams[i].n), *value, *control_value,
          control.ngrams[i].standard_error, static_cast<double>(texts.size()), 0);
    }
  }
  std::int64_t whole = 0;
  for (const std::string& text : texts) {
    whole = std::max(whole, data::count_characters(text));
  }
  add_metric(evaluation, "longest_copied", "new", "control",
             static_cast<double>(samples.longest.length),
             static_cast<double>(control.longest.length),
             {control.longest_error, static_cast<double>(whole - control.longest.length)});
  constexpr double span = 50;  // characters that are copied or not together
  add("copy_rate", samples.copy_rate, control.copy_rate, control.copy_rate_error,
      static_cast<double>(control.characters) / span, 1);
}

}  // namespace

TextMetrics compute_text_metrics(const data::TextData& data,
                                 const std::vector<std::string>& texts) {
  TextMetrics result;
  result.novelty = metrics::text_novelty(metrics::match_lengths(texts, data::training_text(data)));
  result.longest = metrics::text_of(result.novelty.longest, texts);
  if (data.documents) {
    const auto trained = training_documents(data, texts);
    const auto fresh = std::count_if(texts.begin(), texts.end(), [&](const std::string& text) {
      return !trained.contains(text);
    });
    result.new_lines = share_of(static_cast<std::size_t>(fresh), texts.size());
    if (const auto language = data::tales_language(data.name)) {
      result.truth = truth_of(texts, trained, *language);
    }
  }
  return result;
}

std::vector<std::string> generate_texts(const TextGenerator& model,
                                        const TextSamplingOptions& options) {
  const std::int64_t count = options.count > 0   ? options.count
                             : model.documents() ? default_documents
                                                 : default_excerpts;
  inference::Decoder decoder = model.decoder();
  std::vector<std::string> texts;
  for (std::int64_t i = 0; i < count; ++i) {
    const std::string text =
        model.generate_text(decoder, "", {.length = options.length},
                            Random(options.seed, "text", static_cast<std::uint64_t>(i)).bits());
    texts.push_back(utf8::replace_invalid(text));
  }
  return texts;
}

std::vector<std::string> control_texts(const data::TextData& data,
                                       const std::vector<std::string>& texts) {
  require(data.validation_characters > 0,
          "[evaluate] expected validation text, got none; train with --holdout above 0");
  return data.documents ? control_documents(data, texts.size()) : control_excerpts(data, texts);
}

double TextLikelihood::bits_per_character() const {
  return nats_to_bits(nats_per_character());
}

double TextLikelihood::perplexity_per_token() const {
  return perplexity(nats_per_token());
}

double TextLikelihood::perplexity_per_character() const {
  return perplexity(nats_per_character());
}

nlohmann::ordered_json to_json(const TextLikelihood& likelihood) {
  return {{"kind", "exact"},
          {"nats_per_token", likelihood.nats_per_token()},
          {"nats_per_character", likelihood.nats_per_character()},
          {"bits_per_character", likelihood.bits_per_character()},
          {"perplexity_per_token", likelihood.perplexity_per_token()},
          {"perplexity_per_character", likelihood.perplexity_per_character()},
          {"characters", likelihood.characters}};
}

Evaluation evaluate_texts(const data::TextData& data, const std::vector<std::string>& samples,
                          const std::vector<std::string>& control,
                          const std::optional<NegativeLogLikelihood>& validation) {
  const TextMetrics of_samples = compute_text_metrics(data, samples);
  const TextMetrics of_control = compute_text_metrics(data, control);
  Evaluation evaluation;
  evaluation.samples = std::ssize(samples);
  const auto lines = static_cast<double>(control.size());
  if (of_samples.truth && of_control.truth) {
    add_truth(evaluation, *of_samples.truth, *of_control.truth, lines,
              data::pattern_count(*data::tales_language(data.name)));
  }
  add_novelty(evaluation, of_samples.novelty, of_control.novelty, control);
  if (of_samples.new_lines && of_control.new_lines) {
    add_metric(evaluation, "new_lines", "new", "control", *of_samples.new_lines,
               *of_control.new_lines, share_change(*of_control.new_lines, lines, 0));
  }
  const auto bits =
      validation ? std::optional(
                       TextLikelihood{*validation, data.validation_characters}.bits_per_character())
                 : std::nullopt;
  evaluation.conclusions = conclusions(assess_text(evaluation.metrics, bits));
  return evaluation;
}

}  // namespace akin
