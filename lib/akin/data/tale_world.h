#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace akin::data {

enum class Language { english, korean };

/// The role of a word in a tale. The words of a slot are numbered from 0.
enum class Slot { name, adjective, animal, home, food, skill, time, mood };

/// The words of a slot. Word i has the same meaning in both languages, except for names.
const std::vector<std::string>& words(Slot slot, Language language);

/// The facts about an animal in the world of the tales, as indices of words().
struct AnimalFacts {
  int home;
  std::array<int, 2> foods;  ///< all that it eats
  std::vector<int> skills;   ///< all that it has
  int weight;                ///< in grams, all different; heavier is bigger
};

const AnimalFacts& facts_of(int animal);

}  // namespace akin::data
