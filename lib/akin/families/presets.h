#pragma once

#include <string>
#include <vector>

#include "akin/experiment/recipe.h"

namespace akin {

/// A recipe with a name.
struct Preset {
  std::string name;
  std::string description;
  Recipe recipe;
  bool reference =
      false;  ///< weight for weight a model that others have, to be exchanged with them
};

/// Of a family, the default first. Error: no such family.
const std::vector<Preset>& presets(const std::string& family);

/// A preset's recipe, or a UsageError that suggests the nearest name.
Recipe find_preset(const std::string& family, const std::string& name);

/// The recipe of the family's foreign preset.
Recipe reference_recipe(const std::string& family);

}  // namespace akin
