#pragma once

#include <string>
#include <vector>

#include "akin/experiment/recipe.h"

namespace akin::app {

/// The parts that models play in the chapters of the page, in the order in which a lesson needs
/// them: "gan", "vae", ...
const std::vector<std::string>& roles();

/// The role of a run: the name of its folder if that is a role, or else what its recipe is closest
/// to; empty for families that the chapters do not know.
std::string role_of(const std::string& name, const Recipe& recipe);

/// "en" or "ko" of text, empty for images.
std::string text_language(const Recipe& recipe);

}  // namespace akin::app
