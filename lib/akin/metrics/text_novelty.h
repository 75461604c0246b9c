#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "akin/metrics/text_matches.h"

namespace akin::metrics {

/// Novel(n): the share of the generated stretches of `length` characters that do not occur in the
/// training text, after McCoy et al. 2023, "How much do language models copy from their training
/// data?".
struct NovelStretches {
  std::int64_t length = 0;  ///< n, in characters
  std::int64_t positions =
      0;                   ///< at which such a stretch ends: all but the first n - 1 of a sample
  std::int64_t novel = 0;  ///< positions with a match shorter than n

  [[nodiscard]] std::optional<double> share() const;  ///< none without a position
};

/// Characters [first, first + length) of a sample; the first such where several are as long.
struct CopiedSpan {
  std::int64_t sample = 0;
  std::int64_t first = 0;
  std::int64_t length = 0;
};

struct TextNovelty {
  std::int64_t characters = 0;  ///< generated
  std::vector<NovelStretches> stretches;
  CopiedSpan longest;
  double copy_rate = 0;  ///< share of the characters inside matches of `copied_length` or more
};

struct TextNoveltyOptions {
  std::vector<std::int64_t> lengths = {5, 8, 12, 16, 24, 32, 50};
  std::int64_t copied_length = 50;
};

/// The figures for generated samples; those for as many characters of held-out text are the
/// control.
/// Errors: lengths below 1 (UsageError); no character.
TextNovelty text_novelty(const MatchLengths& matches, const TextNoveltyOptions& options = {});

/// The characters of a span of valid UTF-8, to be shown.
std::string text_of(const CopiedSpan& span, std::span<const std::string> samples);

}  // namespace akin::metrics
