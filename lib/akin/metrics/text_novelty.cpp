#include "akin/metrics/text_novelty.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <utility>

#include "akin/base/require.h"
#include "akin/base/settings.h"
#include "akin/base/utf8.h"
#include "akin/metrics/suffix_automaton.h"

namespace akin::metrics {
namespace {

using State = SuffixAutomaton::State;
using Symbols = std::vector<std::int32_t>;

/// Numbers the code points of the samples in order of appearance; others have no number.
class Alphabet {
 public:
  static constexpr std::int32_t unknown = -1;

  std::int32_t add(char32_t code_point) {
    if (code_point >= numbers_.size()) {
      numbers_.resize(static_cast<std::size_t>(code_point) + 1, unknown);
    }
    std::int32_t& number = numbers_[code_point];
    if (number == unknown) {
      number = size_++;
    }
    return number;
  }
  [[nodiscard]] std::int32_t find(char32_t code_point) const {
    return code_point < numbers_.size() ? numbers_[code_point] : unknown;
  }
  [[nodiscard]] std::int32_t size() const { return size_; }

 private:
  Symbols numbers_;  ///< by code point
  std::int32_t size_ = 0;
};

std::vector<Symbols> numbered(std::span<const std::string> samples, Alphabet& alphabet) {
  std::vector<Symbols> result;
  for (const std::string& sample : samples) {
    utf8::require_valid(sample, "match_lengths");
    Symbols& symbols = result.emplace_back();
    utf8::each_code_point(sample, [&](char32_t c) { symbols.push_back(alphabet.add(c)); });
  }
  return result;
}

/// Each sample is followed by a symbol that no training text contains: no match crosses samples.
SuffixAutomaton automaton_of(const std::vector<Symbols>& samples, std::int32_t alphabet) {
  Symbols all;
  for (const Symbols& sample : samples) {
    all.insert(all.end(), sample.begin(), sample.end());
    all.push_back(alphabet);
  }
  return {all, alphabet + 1};
}

/// Reads a text, keeping the state of its longest suffix that is a substring of the samples, and
/// for each state the longest suffix seen there.
class Reader {
 public:
  explicit Reader(const SuffixAutomaton& automaton)
      : automaton_(automaton), longest_(static_cast<std::size_t>(automaton.size())) {}

  void read(std::int32_t symbol) {
    if (symbol == Alphabet::unknown) {
      state_ = 0;
      length_ = 0;
      return;
    }
    State next = automaton_.next(state_, symbol);
    while (next == SuffixAutomaton::none && state_ != 0) {
      state_ = automaton_.link(state_);
      length_ = automaton_.length(state_);
      next = automaton_.next(state_, symbol);
    }
    if (next != SuffixAutomaton::none) {
      state_ = next;
      ++length_;
      std::int32_t& longest = longest_[static_cast<std::size_t>(state_)];
      longest = std::max(longest, length_);
    }
  }

  /// [states]: the length of the longest suffix of the state's longest substring that was read.
  [[nodiscard]] std::vector<std::int32_t> longest_suffixes() const;

 private:
  const SuffixAutomaton& automaton_;
  std::vector<std::int32_t> longest_;
  State state_ = 0;
  std::int32_t length_ = 0;
};

/// All states, shortest first, by counting sort.
std::vector<State> by_length(const SuffixAutomaton& automaton) {
  std::vector<std::size_t> start(static_cast<std::size_t>(automaton.size()) + 1);
  for (State s = 0; s < automaton.size(); ++s) {
    ++start[static_cast<std::size_t>(automaton.length(s)) + 1];
  }
  std::partial_sum(start.begin(), start.end(), start.begin());
  std::vector<State> order(static_cast<std::size_t>(automaton.size()));
  for (State s = 0; s < automaton.size(); ++s) {
    order[start[static_cast<std::size_t>(automaton.length(s))]++] = s;
  }
  return order;
}

std::vector<std::int32_t> Reader::longest_suffixes() const {
  std::vector<std::int32_t> result = longest_;
  const std::vector<State> order = by_length(automaton_);
  const auto of = [&](State state) -> std::int32_t& {
    return result[static_cast<std::size_t>(state)];
  };
  // A text that contains a substring contains all of its suffixes; ...
  for (auto state = order.rbegin(); *state != 0; ++state) {
    if (const State link = automaton_.link(*state); of(*state) > 0) {
      of(link) = automaton_.length(link);
    }
  }
  // ... and where it contains none of a state's substrings, the next shorter suffix decides.
  for (auto state = order.begin() + 1; state != order.end(); ++state) {
    if (of(*state) == 0) {
      of(*state) = of(automaton_.link(*state));
    }
  }
  return result;
}

std::vector<std::int32_t> lengths_along(const Symbols& sample, const SuffixAutomaton& automaton,
                                        const std::vector<std::int32_t>& longest) {
  std::vector<std::int32_t> lengths;
  lengths.reserve(sample.size());
  State state = 0;
  for (const std::int32_t symbol : sample) {
    state = automaton.next(state, symbol);
    // The state's longest substring may be from another place and begin before this sample.
    const auto so_far = static_cast<std::int32_t>(lengths.size()) + 1;
    lengths.push_back(std::min(longest[static_cast<std::size_t>(state)], so_far));
  }
  return lengths;
}

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

/// The numerator and the denominator of a share, by sample.
class ShareBySample {
 public:
  void add(std::int64_t part, std::int64_t whole) {
    if (whole > 0) {
      samples_.emplace_back(part, whole);
      part_ += part;
      whole_ += whole;
    }
  }
  [[nodiscard]] std::int64_t part() const { return part_; }
  [[nodiscard]] std::int64_t whole() const { return whole_; }

  /// Of the ratio estimator (Cochran, "Sampling techniques", 1977).
  [[nodiscard]] double standard_error() const {
    const auto n = static_cast<double>(samples_.size());
    if (n < 2) {
      return std::numeric_limits<double>::infinity();
    }
    const double share = static_cast<double>(part_) / static_cast<double>(whole_);
    double squares = 0;
    for (const auto& [part, whole] : samples_) {
      const double residual = static_cast<double>(part) - share * static_cast<double>(whole);
      squares += residual * residual;
    }
    return std::sqrt(squares * n / (n - 1)) / static_cast<double>(whole_);
  }

 private:
  std::vector<std::pair<std::int64_t, std::int64_t>> samples_;
  std::int64_t part_ = 0;
  std::int64_t whole_ = 0;
};

NovelNgrams novel_ngrams(const MatchLengths& matches, std::int64_t n) {
  ShareBySample share;
  for (const auto& sample : matches) {
    const auto first = sample.begin() + std::min(n - 1, size_of(sample));
    share.add(std::count_if(first, sample.end(), [&](std::int32_t l) { return l < n; }),
              sample.end() - first);
  }
  return {n, share.whole(), share.part(), share.standard_error()};
}

/// The standard deviation of the samples' own longest spans: if their lengths have exponential
/// tails, the longest of any number of samples has the same one (Gumbel's distribution).
double longest_error(const MatchLengths& matches) {
  double sum = 0;
  double squares = 0;
  for (const auto& sample : matches) {
    const auto longest = std::max_element(sample.begin(), sample.end());
    const double length = longest == sample.end() ? 0 : *longest;
    sum += length;
    squares += length * length;
  }
  const auto n = static_cast<double>(matches.size());
  return n < 2 ? std::numeric_limits<double>::infinity()
               : std::sqrt(std::max(0.0, squares - sum * sum / n) / (n - 1));
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
  std::int64_t counted = 0;  // copied characters before this one are counted already
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

MatchLengths match_lengths(std::span<const std::string> samples,
                           const tokens::TextSource& training) {
  Alphabet alphabet;
  const std::vector<Symbols> symbols = numbered(samples, alphabet);
  const SuffixAutomaton automaton = automaton_of(symbols, alphabet.size());
  Reader reader(automaton);
  training([&](std::string_view piece) {
    utf8::each_code_point(piece, [&](char32_t c) { reader.read(alphabet.find(c)); });
  });
  const std::vector<std::int32_t> longest = reader.longest_suffixes();
  MatchLengths lengths;
  lengths.reserve(symbols.size());
  for (const Symbols& sample : symbols) {
    lengths.push_back(lengths_along(sample, automaton, longest));
  }
  return lengths;
}

std::optional<double> NovelNgrams::share() const {
  return positions == 0
             ? std::nullopt
             : std::optional(static_cast<double>(novel) / static_cast<double>(positions));
}

TextNovelty text_novelty(const MatchLengths& matches, const TextNoveltyOptions& options) {
  require_in_range("copied_length", options.copied_length, {.low = 1});
  TextNovelty result{.characters = characters(matches)};
  require(result.characters > 0, "[text_novelty] expected generated characters, got none");
  for (const std::int64_t n : options.ngrams) {
    require_in_range("ngrams", n, {.low = 1});
    result.ngrams.push_back(novel_ngrams(matches, n));
  }
  result.longest = longest_span(matches);
  result.longest_error = longest_error(matches);
  ShareBySample copied;
  for (const auto& sample : matches) {
    copied.add(copied_characters(sample, options.copied_length), size_of(sample));
  }
  result.copy_rate = static_cast<double>(copied.part()) / static_cast<double>(copied.whole());
  result.copy_rate_error = copied.standard_error();
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
