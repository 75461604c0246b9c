#pragma once

#include <string>
#include <vector>

#include "akin/experiment/recipe.h"

namespace akin::app {

/// A training that a class may watch: one that goes well, or one that shows a way in which learning
/// fails. The page has a title and two sentences for each name.
struct Scene {
  std::string name;
  Recipe recipe;
};

/// `data`: of those that learn images.
std::vector<Scene> scenes(const std::string& data);

/// UsageError, with the nearest name, where there is none of that name.
Recipe find_scene(const std::string& data, const std::string& name);

}  // namespace akin::app
