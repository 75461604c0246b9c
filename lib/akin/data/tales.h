#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "akin/data/tale_world.h"

namespace akin::data {

/// Generates built-in stories of one to three sentences about an animal, one line each, from a
/// small grammar (tale_patterns.h). They are true in a small world of facts (tale_world.h): where
/// each animal lives, what it eats, what it can do and how big it is. The grammar generates far
/// more texts than are true, and far more are true than any training set contains, so that it can
/// be decided exactly whether a text is similar, true and new. Tale i is a pure function of (seed,
/// i).
std::vector<std::string> tales(std::int64_t count, std::uint64_t seed, Language language);

/// The same, except that a hero is this animal, an index of words(), with probability `share`.
struct TaleBias {
  int animal = 0;
  double share = 0;  ///< in [0, 1]
};
std::vector<std::string> biased_tales(std::int64_t count, std::uint64_t seed, Language language,
                                      const TaleBias& bias);

/// The language of built-in tales: "tales" or "tales-ko"; none for other data.
std::optional<Language> tales_language(std::string_view name);

/// Whether the grammar generates this text.
bool parses(std::string_view tale, Language language);

/// Whether it parses, is true in the world and is about the same hero throughout.
bool holds(std::string_view tale, Language language);

/// The combination of sentence patterns, 0 to pattern_count() - 1; none if it does not parse.
std::optional<int> pattern_of(std::string_view tale, Language language);
int pattern_count(Language language);

}  // namespace akin::data
