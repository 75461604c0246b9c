#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace akin::data {

/// Natural order: digits count as numbers, so that "2" is before "10".
bool natural_less(std::string_view a, std::string_view b);

/// The class that a person means: by its name, in any Unicode normalisation, else by its number.
/// UsageError, beginning with [`who`], with the nearest name.
int find_class(std::string_view who, const std::string& text,
               const std::vector<std::string>& names);

}  // namespace akin::data
