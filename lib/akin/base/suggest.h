#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace akin {

/// Optimal string alignment distance (after Damerau 1964): the number of insertions, deletions,
/// substitutions and transpositions of adjacent bytes that turn `a` into `b`, where no byte is
/// edited twice.
int edit_distance(std::string_view a, std::string_view b);

/// The candidate closest to `name`, the first one of ties. None if every candidate is too far away
/// for a typo: more than one edit and more than a third of the longer name.
std::optional<std::string> nearest_name(std::string_view name,
                                        std::span<const std::string> candidates);

/// Throws the UsageError "[who] expected one of a, b, c, got 'name'; did you mean 'a'?".
[[noreturn]] void fail_unknown(std::string_view who, std::string_view name,
                               std::span<const std::string> candidates);

}  // namespace akin
