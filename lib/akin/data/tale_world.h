#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace akin::data {

enum class Language { english, korean };

/// What a word of a tale stands for; words of a slot are numbered from 0.
enum class Slot { name, adjective, animal, home, food, skill, time, mood };

/// The words of a slot, in the same order in both languages (names and moods need not agree).
const std::vector<std::string>& words(Slot slot, Language language);

/// What is true of an animal in the world of the tales. Numbers are those of words().
struct AnimalFacts {
  int home;
  std::array<int, 2> foods;  ///< that it eats, and no others
  std::vector<int> skills;   ///< that it has, and no others
  int weight;                ///< grams, no two alike: heavier is bigger
};

const AnimalFacts& facts_of(int animal);

}  // namespace akin::data
