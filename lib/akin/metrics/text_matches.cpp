#include "akin/metrics/text_matches.h"

#include <algorithm>
#include <numeric>

#include "akin/base/utf8.h"
#include "akin/metrics/suffix_automaton.h"

namespace akin::metrics {
namespace {

using State = SuffixAutomaton::State;
using Symbols = std::vector<std::int32_t>;

/// Code points numbered as they come; those that do not occur in the samples have no number.
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

/// Each sample followed by a symbol that no training text has: no match runs across.
SuffixAutomaton automaton_of(const std::vector<Symbols>& samples, std::int32_t alphabet) {
  Symbols all;
  for (const Symbols& sample : samples) {
    all.insert(all.end(), sample.begin(), sample.end());
    all.push_back(alphabet);
  }
  return {all, alphabet + 1};
}

/// Follows a text, keeping the state of its longest suffix that is a substring of the samples, and
/// for every state the longest such suffix that was ever there.
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

  /// [states]: of the state's longest substring the longest suffix that occurs in what was read.
  [[nodiscard]] std::vector<std::int32_t> longest_suffixes() const;

 private:
  const SuffixAutomaton& automaton_;
  std::vector<std::int32_t> longest_;
  State state_ = 0;
  std::int32_t length_ = 0;
};

/// All states, the shortest first: by counting, in linear time.
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
  // What was read held every suffix of what it held, ...
  for (auto state = order.rbegin(); *state != 0; ++state) {
    if (const State link = automaton_.link(*state); of(*state) > 0) {
      of(link) = automaton_.length(link);
    }
  }
  // ... and where it held nothing of a state, the next shorter suffix decides.
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
    // A state's longest substring may begin earlier, in another place where its suffixes stand.
    const auto so_far = static_cast<std::int32_t>(lengths.size()) + 1;
    lengths.push_back(std::min(longest[static_cast<std::size_t>(state)], so_far));
  }
  return lengths;
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

}  // namespace akin::metrics
