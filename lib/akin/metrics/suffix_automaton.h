#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace akin::metrics {

/// The smallest automaton that accepts exactly the substrings of a sequence, from start state 0
/// (Blumer et al. 1985, "The smallest automaton recognizing the subwords of a text"). A state is
/// the set of substrings that end at the same positions: the longest, of `length(state)`, and its
/// suffixes down to length(link(state)) + 1; `link` is the state of the next shorter suffix. At
/// most 2 states and 3 transitions a symbol, built in linear time.
class SuffixAutomaton {
 public:
  using State = std::int32_t;
  static constexpr State none = -1;

  /// Symbols in [0, alphabet). Error: more than 2^29 of them.
  SuffixAutomaton(std::span<const std::int32_t> symbols, std::int32_t alphabet);

  [[nodiscard]] State next(State state, std::int32_t symbol) const;  ///< `none`: not a substring
  [[nodiscard]] State link(State state) const { return at(state).link; }  ///< `none` for 0
  [[nodiscard]] std::int32_t length(State state) const { return at(state).length; }
  [[nodiscard]] State size() const { return static_cast<State>(nodes_.size()); }

 private:
  struct Node {
    std::int32_t length = 0;
    State link = none;
    std::int32_t first_edge = none;
  };
  struct Edge {
    std::int32_t symbol;
    State target;
    std::int32_t following;  ///< next edge of the same state
  };

  [[nodiscard]] const Node& at(State state) const {
    return nodes_[static_cast<std::size_t>(state)];
  }
  [[nodiscard]] Node& at(State state) { return nodes_[static_cast<std::size_t>(state)]; }
  State append(State last, std::int32_t symbol);
  [[nodiscard]] State split(State state, State parent, std::int32_t symbol);
  State add_state(const Node& node);
  void add_edge(State from, std::int32_t symbol, State to);
  void redirect_edge(State from, std::int32_t symbol, State to);
  [[nodiscard]] std::int32_t edge(State from, std::int32_t symbol) const;

  std::vector<Node> nodes_;
  std::vector<Edge> edges_;
  std::vector<State> from_start_;  ///< [alphabet]: transitions of state 0, too many for a list
};

}  // namespace akin::metrics
