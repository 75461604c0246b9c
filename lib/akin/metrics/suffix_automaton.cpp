#include "akin/metrics/suffix_automaton.h"

#include "akin/base/require.h"

namespace akin::metrics {

SuffixAutomaton::SuffixAutomaton(std::span<const std::int32_t> symbols, std::int32_t alphabet)
    : from_start_(static_cast<std::size_t>(alphabet), none) {
  constexpr std::size_t most = std::size_t{1} << 29U;
  require(symbols.size() <= most, "[suffix_automaton] expected at most {} symbols, got {}", most,
          symbols.size());
  nodes_.reserve(2 * symbols.size() + 1);
  edges_.reserve(3 * symbols.size());
  State last = add_state({});
  for (const std::int32_t symbol : symbols) {
    last = append(last, symbol);
  }
}

SuffixAutomaton::State SuffixAutomaton::add_state(const Node& node) {
  nodes_.push_back(node);
  return size() - 1;
}

/// Index of the edge, `none` if there is none. `from` is not the start state.
std::int32_t SuffixAutomaton::edge(State from, std::int32_t symbol) const {
  std::int32_t e = at(from).first_edge;
  while (e != none && edges_[static_cast<std::size_t>(e)].symbol != symbol) {
    e = edges_[static_cast<std::size_t>(e)].following;
  }
  return e;
}

SuffixAutomaton::State SuffixAutomaton::next(State state, std::int32_t symbol) const {
  if (state == 0) {
    return from_start_[static_cast<std::size_t>(symbol)];
  }
  const std::int32_t e = edge(state, symbol);
  return e == none ? none : edges_[static_cast<std::size_t>(e)].target;
}

void SuffixAutomaton::add_edge(State from, std::int32_t symbol, State to) {
  if (from == 0) {
    from_start_[static_cast<std::size_t>(symbol)] = to;
    return;
  }
  edges_.push_back({symbol, to, at(from).first_edge});
  at(from).first_edge = static_cast<std::int32_t>(edges_.size()) - 1;
}

void SuffixAutomaton::redirect_edge(State from, std::int32_t symbol, State to) {
  if (from == 0) {
    from_start_[static_cast<std::size_t>(symbol)] = to;
  } else {
    edges_[static_cast<std::size_t>(edge(from, symbol))].target = to;
  }
}

/// Extends the sequence by a symbol; returns the state of the whole sequence.
SuffixAutomaton::State SuffixAutomaton::append(State last, std::int32_t symbol) {
  const State added = add_state({.length = length(last) + 1});
  State parent = last;
  while (parent != none && next(parent, symbol) == none) {
    add_edge(parent, symbol, added);
    parent = link(parent);
  }
  if (parent == none) {
    at(added).link = 0;
  } else {
    const State known = next(parent, symbol);
    at(added).link = length(known) == length(parent) + 1 ? known : split(known, parent, symbol);
  }
  return added;
}

/// Moves the shorter substrings of `state`, which now also end elsewhere, to a state of their own.
SuffixAutomaton::State SuffixAutomaton::split(State state, State parent, std::int32_t symbol) {
  const State shorter = add_state({.length = length(parent) + 1, .link = link(state)});
  for (std::int32_t e = at(state).first_edge; e != none;) {
    const Edge edge = edges_[static_cast<std::size_t>(e)];
    add_edge(shorter, edge.symbol, edge.target);
    e = edge.following;
  }
  at(state).link = shorter;
  for (; parent != none && next(parent, symbol) == state; parent = link(parent)) {
    redirect_edge(parent, symbol, shorter);
  }
  return shorter;
}

}  // namespace akin::metrics
