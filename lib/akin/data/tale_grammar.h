#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "akin/data/tale_world.h"

namespace akin::data {

/// What a word of a sentence says of the tale's hero, and so when it is true.
enum class Claim {
  none,    ///< nothing: a time, a mood
  hero,    ///< is the hero's name, adjective or animal: the same throughout the tale
  lives,   ///< the hero's home
  eats,    ///< one of the hero's foods
  can,     ///< one of the hero's skills
  cannot,  ///< none of the hero's skills
  bigger,  ///< an animal smaller than the hero
  friends  ///< another animal that has the same home
};

/// One kind of sentence: fixed text between words.
struct SentencePattern {
  struct Part {
    std::string text;  ///< before the word
    Slot slot{};
    Claim claim{};
    std::string after_consonant;  ///< Korean: what follows a word that ends with one, such as "은"
    std::string after_vowel;      ///< Korean: the same for a vowel, such as "는"
    bool article = false;         ///< English: "a" or "an" before the word
    bool capital = false;         ///< English: the word begins a sentence
  };
  std::vector<Part> parts;
  std::string tail;  ///< after the last word
};

/// The patterns of a tale's first, second and third sentence, in that order.
const std::vector<SentencePattern>& sentence_patterns(int position, Language language);

/// Sentences of a tale at most.
inline constexpr std::size_t longest_tale = 3;

/// A sentence as the numbers of its pattern and of its words, part by part.
struct TaleSentence {
  int pattern = 0;
  std::vector<int> words;
};
using Tale = std::vector<TaleSentence>;

std::string text_of_tale(const Tale& tale, Language language);

/// The tale behind a text; none where the grammar cannot make it. No text has two.
std::optional<Tale> parse_tale(std::string_view text, Language language);

/// The name, adjective and animal of whom a tale is about, as numbers of words.
struct Hero {
  std::array<int, 3> words{};  ///< by Slot::name, Slot::adjective, Slot::animal
  [[nodiscard]] int word(Slot slot) const { return words.at(static_cast<std::size_t>(slot)); }
  [[nodiscard]] int animal() const { return word(Slot::animal); }
};

/// Whether what the word says is true of the hero.
bool is_true_of(const SentencePattern::Part& part, int word, const Hero& hero);

/// Whether every claim is true of the tale's hero, whom its first sentence names.
bool is_true(const Tale& tale, Language language);

}  // namespace akin::data
