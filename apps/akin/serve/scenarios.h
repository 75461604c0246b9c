#pragma once

#include <string>
#include <vector>

#include "akin/experiment/recipe.h"

namespace akin::app {

/// A preset experiment for the page: a training that works, or one that shows a failure mode. The
/// page has a title and an explanation for each name.
struct Scenario {
  std::string name;
  Recipe recipe;
};

/// `data`: the data set of image scenarios.
std::vector<Scenario> scenarios(const std::string& data);

/// UsageError: no such name; it suggests the nearest.
Recipe find_scenario(const std::string& data, const std::string& name);

}  // namespace akin::app
