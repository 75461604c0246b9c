#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace akin {

/// Edits that turn `a` into `b`: insertions, deletions, replacements, swaps of neighbours, each
/// byte edited at most once (optimal string alignment, after Damerau 1964).
int edit_distance(std::string_view a, std::string_view b);

/// The candidate most like `name`, the first where several are; none where all are too far away for
/// a slip of the hand: more than a third of the longer name's length, and more than one edit.
std::optional<std::string> nearest_name(std::string_view name,
                                        std::span<const std::string> candidates);

/// Throws the UsageError "[who] expected one of a, b, c, got 'name'; did you mean 'a'?".
[[noreturn]] void fail_unknown(std::string_view who, std::string_view name,
                               std::span<const std::string> candidates);

}  // namespace akin
