#include "akin/metrics/text_novelty.h"

#include <algorithm>

#include "akin/base/require.h"
#include "akin/base/settings.h"
#include "akin/base/utf8.h"

namespace akin::metrics {
namespace {

std::int64_t size_of(const std::vector<std::int32_t>& sample) {
  return static_cast<std::int64_t>(sample.size());
}

std::int64_t characters(const MatchLengths& matches) {
  std::int64_t sum = 0;
  for (const auto& sample : matches) {
    sum += size_of(sample);
  }
  return sum;
}

NovelStretches novel_stretches(const MatchLengths& matches, std::int64_t length) {
  NovelStretches result{.length = length};
  for (const auto& sample : matches) {
    const auto first = sample.begin() + std::min(length - 1, size_of(sample));
    result.positions += sample.end() - first;
    result.novel += std::count_if(first, sample.end(), [&](std::int32_t l) { return l < length; });
  }
  return result;
}

CopiedSpan longest_span(const MatchLengths& matches) {
  CopiedSpan longest;
  for (std::size_t s = 0; s < matches.size(); ++s) {
    const auto end = std::max_element(matches[s].begin(), matches[s].end());
    if (end != matches[s].end() && *end > longest.length) {
      longest = {static_cast<std::int64_t>(s), end - matches[s].begin() + 1 - *end, *end};
    }
  }
  return longest;
}

/// Characters of a sample that lie in a match of `length` or more.
std::int64_t copied_characters(const std::vector<std::int32_t>& sample, std::int64_t length) {
  std::int64_t copied = 0;
  std::int64_t counted = 0;  // characters before are counted, where they are copied
  for (std::int64_t end = 1; end <= size_of(sample); ++end) {
    const std::int64_t match = sample[static_cast<std::size_t>(end - 1)];
    if (match >= length) {
      copied += end - std::max(counted, end - match);
      counted = end;
    }
  }
  return copied;
}

}  // namespace

std::optional<double> NovelStretches::share() const {
  return positions == 0
             ? std::nullopt
             : std::optional(static_cast<double>(novel) / static_cast<double>(positions));
}

TextNovelty text_novelty(const MatchLengths& matches, const TextNoveltyOptions& options) {
  require_in_range("copied_length", options.copied_length, {.low = 1});
  TextNovelty result{.characters = characters(matches)};
  require(result.characters > 0, "[text_novelty] expected generated characters, got none");
  for (const std::int64_t length : options.lengths) {
    require_in_range("lengths", length, {.low = 1});
    result.stretches.push_back(novel_stretches(matches, length));
  }
  result.longest = longest_span(matches);
  std::int64_t copied = 0;
  for (const auto& sample : matches) {
    copied += copied_characters(sample, options.copied_length);
  }
  result.copy_rate = static_cast<double>(copied) / static_cast<double>(result.characters);
  return result;
}

std::string text_of(const CopiedSpan& span, std::span<const std::string> samples) {
  std::string text;
  std::int64_t at = 0;
  utf8::each_code_point(samples[static_cast<std::size_t>(span.sample)], [&](char32_t c) {
    if (at >= span.first && at < span.first + span.length) {
      utf8::append(text, c);
    }
    ++at;
  });
  return text;
}

}  // namespace akin::metrics
