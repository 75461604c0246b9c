#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "akin/training/recipe.h"

namespace akin::app {

/// The data a run was trained on. Error: they have other bytes now.
data::ImageData training_data(const Recipe& recipe);

/// A class from its number. UsageError: not one of `classes`.
std::int64_t find_label(const std::string& text, std::int64_t classes);

/// `count` indices below `size`, all where it has fewer, at equal distances.
std::vector<std::int64_t> spread_indices(std::int64_t count, std::int64_t size);

}  // namespace akin::app
