#pragma once

#include <string>
#include <vector>

#include "akin/training/recipe.h"

namespace akin {

/// A recipe with a name.
struct Preset {
  std::string name;
  std::string description;
  Recipe recipe;
};

/// Of a family, the default first. Error: no such family.
const std::vector<Preset>& presets(const std::string& family);

/// A preset's recipe, or a UsageError that suggests the nearest name.
Recipe find_preset(const std::string& family, const std::string& name);

}  // namespace akin
