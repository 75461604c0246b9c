#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "akin/tokens/token_sequence.h"

namespace akin::metrics {

/// [samples][characters]: for each character of each sample, the length of the longest substring of
/// the sample that ends there and occurs in the training text. In characters, that is code points.
using MatchLengths = std::vector<std::vector<std::int32_t>>;

/// Known as matching statistics (Chang & Lawler 1994), in time linear in samples and training text:
/// the training text is streamed through a suffix automaton of the samples, so memory, about 100
/// bytes a character, grows with the samples only. The samples are generated text without prompts.
/// Errors: a sample that is not UTF-8, more than 2^29 characters.
MatchLengths match_lengths(std::span<const std::string> samples,
                           const tokens::TextSource& training);

/// The novelty of generated n-grams of characters: how many do not occur in the training text
/// (McCoy et al. 2023, "How much do language models copy from their training data?").
struct NovelNgrams {
  std::int64_t n = 0;          ///< characters
  std::int64_t positions = 0;  ///< at which an n-gram ends: all but the first n - 1 of a sample
  std::int64_t novel = 0;      ///< positions with a match shorter than n
  /// Standard error of the share, for samples that are independent of each other while their
  /// positions are not; infinite for fewer than two samples.
  double standard_error = 0;

  [[nodiscard]] std::optional<double> share() const;  ///< none without positions
};

/// Characters [first, first + length) of a sample; the first of several equally long ones.
struct CopiedSpan {
  std::int64_t sample = 0;
  std::int64_t first = 0;
  std::int64_t length = 0;
};

struct TextNovelty {
  std::int64_t characters = 0;  ///< generated
  std::vector<NovelNgrams> ngrams;
  CopiedSpan longest;
  double longest_error = 0;  ///< standard error of its length; infinite for fewer than two samples
  double copy_rate = 0;      ///< share of the characters inside matches of `copied_length` or more
  double copy_rate_error = 0;  ///< as that of NovelNgrams
};

struct TextNoveltyOptions {
  std::vector<std::int64_t> ngrams = {5, 8, 12, 16, 24, 32, 50};  ///< n, in characters
  std::int64_t copied_length = 50;
};

/// Metrics of generated samples. The control is as many characters of validation text.
/// Errors: lengths below 1 (UsageError); no characters.
TextNovelty text_novelty(const MatchLengths& matches, const TextNoveltyOptions& options = {});

/// The characters of a span of valid UTF-8.
std::string text_of(const CopiedSpan& span, std::span<const std::string> samples);

}  // namespace akin::metrics
