#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "akin/data/tale_world.h"

namespace akin::data {

/// Built-in stories of one to three sentences about an animal with a name, made by a small grammar
/// (tale_patterns.cpp) and true in a small world of facts (tale_world.cpp): where each animal
/// lives, what it eats, what it can do and how big it is. One tale a line, without line breaks.
/// What the grammar can say is far more than what is true, and that far more than any training set,
/// so whether a text is similar, true and new can be decided exactly. Tale i is a pure function of
/// (seed, i).
std::vector<std::string> tales(std::int64_t count, std::uint64_t seed, Language language);

/// The language of the built-in tales of that name, "tales" or "tales-ko"; none for other data.
std::optional<Language> tales_language(std::string_view name);

/// Whether the grammar can make this text.
bool parses(std::string_view tale, Language language);

/// Whether it parses, is true in the world and speaks of one and the same hero throughout.
bool holds(std::string_view tale, Language language);

/// The kinds of its sentences taken together, from 0 to pattern_count() - 1; none where it does not
/// parse.
std::optional<int> pattern_of(std::string_view tale, Language language);
int pattern_count(Language language);

}  // namespace akin::data
