#pragma once

#include <array>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "akin/data/tale_patterns.h"
#include "akin/data/tale_world.h"

namespace akin::data {

/// The maximum number of sentences of a tale.
inline constexpr std::size_t longest_tale = 3;

/// A parsed sentence: the index of its pattern, and the index of the word in each slot.
struct TaleSentence {
  int pattern = 0;
  std::vector<int> words;
};
using Tale = std::vector<TaleSentence>;

std::string text_of_tale(const Tale& tale, Language language);

/// Calls use(position of the sentence, part, word, its first byte in text_of_tale(), its length in
/// bytes with article and particle) for the word in each slot, in order.
using UseWord = std::function<void(std::size_t position, const SentencePattern::Part& part,
                                   int word, std::size_t begin, std::size_t length)>;
void each_word(const Tale& tale, Language language, const UseWord& use);

/// Parses a text; none if the grammar cannot generate it. The grammar is unambiguous.
std::optional<Tale> parse_tale(std::string_view text, Language language);

/// The hero of a tale: the word indices of name, adjective and animal.
struct Hero {
  std::array<int, 3> words{};  ///< by Slot::name, Slot::adjective, Slot::animal
  [[nodiscard]] int word(Slot slot) const { return words.at(static_cast<std::size_t>(slot)); }
  [[nodiscard]] int animal() const { return word(Slot::animal); }
};

/// As the first sentence names it.
Hero hero_of(const Tale& tale, Language language);

/// Whether a word in this part of a sentence makes a true statement about the hero.
bool is_true_of(const SentencePattern::Part& part, int word, const Hero& hero);

/// Whether all statements are true of the hero, who is named in the first sentence.
bool is_true(const Tale& tale, Language language);

}  // namespace akin::data
