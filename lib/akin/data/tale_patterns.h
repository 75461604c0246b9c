#pragma once

#include <string>
#include <vector>

#include "akin/data/tale_world.h"

namespace akin::data {

/// The statement that a word makes about the hero of a tale, which decides when it is true.
enum class Claim {
  none,    ///< no statement: a time, a mood
  hero,    ///< the hero's name, adjective or animal, the same in the whole tale
  lives,   ///< the hero's home
  eats,    ///< one of the hero's foods
  can,     ///< one of the hero's skills
  cannot,  ///< a skill that the hero lacks
  bigger,  ///< an animal that is smaller than the hero
  friends  ///< another animal with the same home
};

/// A sentence with slots for words.
struct SentencePattern {
  struct Part {
    std::string text;  ///< before the word
    Slot slot{};
    Claim claim{};
    std::string after_consonant;  ///< Korean: the particle after a final consonant, such as "은"
    std::string after_vowel;      ///< Korean: the particle after a final vowel, such as "는"
    bool article = false;         ///< English: "a" or "an" before the word
    bool capital = false;         ///< English: capitalised at the start of a sentence
  };
  std::vector<Part> parts;
  std::string tail;  ///< after the last word
};

/// The patterns for the sentence at `position`, 0 to 2, of a tale.
const std::vector<SentencePattern>& sentence_patterns(int position, Language language);

}  // namespace akin::data
