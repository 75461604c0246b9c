#include "akin/evaluation/text_evaluation.h"

#include <algorithm>
#include <functional>
#include <set>
#include <unordered_set>
#include <utility>

#include "akin/base/require.h"
#include "akin/base/utf8.h"
#include "akin/data/tales.h"
#include "akin/data/text_split.h"

namespace akin {
namespace {

constexpr std::int64_t usual_documents = 1000;
constexpr std::int64_t usual_stretches = 100;

/// Calls `use` with each line of a text that comes in pieces.
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

/// Those of `texts` that are training documents, whatever number of those there is.
std::unordered_set<std::string> trained_on(const data::TextData& data,
                                           const std::vector<std::string>& texts) {
  const std::unordered_set<std::string> asked(texts.begin(), texts.end());
  std::unordered_set<std::string> found;
  each_line(data::training_text(data), [&](std::string& line) {
    if (asked.contains(line)) {
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

/// The next `count` characters of a text from byte `begin` on.
std::string_view stretch(std::string_view text, std::size_t& begin, std::int64_t count) {
  std::size_t end = begin;
  for (; count > 0 && end < text.size(); --count) {
    for (++end; end < text.size() && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U;) {
      ++end;
    }
  }
  return text.substr(std::exchange(begin, end), end - begin);
}

std::vector<std::string> control_stretches(const data::TextData& data,
                                           const std::vector<std::string>& texts) {
  const std::string validation = tokens::whole_text(data::validation_text(data));
  std::vector<std::string> control;
  std::size_t begin = 0;
  for (const std::string& text : texts) {
    const auto part = stretch(validation, begin, data::count_characters(text));
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

}  // namespace

TextMetrics text_metrics(const data::TextData& data, const std::vector<std::string>& texts) {
  TextMetrics figures;
  figures.novelty = metrics::text_novelty(metrics::match_lengths(texts, data::training_text(data)));
  figures.longest = metrics::text_of(figures.novelty.longest, texts);
  if (data.documents) {
    const auto trained = trained_on(data, texts);
    const auto fresh = std::count_if(texts.begin(), texts.end(), [&](const std::string& text) {
      return !trained.contains(text);
    });
    figures.new_lines = share_of(static_cast<std::size_t>(fresh), texts.size());
    if (const auto language = data::tales_language(data.name)) {
      figures.truth = truth_of(texts, trained, *language);
    }
  }
  return figures;
}

std::vector<std::string> write_texts(const TextModel& model, const TextSamplingOptions& options) {
  const std::int64_t usual = model.documents() ? usual_documents : usual_stretches;
  inference::Decoder decoder = model.decoder();
  std::vector<std::string> texts;
  for (std::int64_t i = 0; i < (options.count > 0 ? options.count : usual); ++i) {
    const std::string text =
        model.write(decoder, "", {.length = options.length},
                    Random(options.seed, "text", static_cast<std::uint64_t>(i)).bits());
    texts.push_back(utf8::replace_invalid(text));
  }
  return texts;
}

std::vector<std::string> control_texts(const data::TextData& data,
                                       const std::vector<std::string>& texts) {
  require(data.validation_characters > 0,
          "[evaluate] expected text that the model never saw, got none; train with --holdout above "
          "0");
  return data.documents ? control_documents(data, texts.size()) : control_stretches(data, texts);
}

}  // namespace akin
