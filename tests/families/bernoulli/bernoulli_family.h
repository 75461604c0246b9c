#pragma once

#include "akin/experiment/family.h"

namespace akin {

/// A family as small as can be: every pixel is an independent Bernoulli. It shows that a family is
/// a folder and a line in families/registry.cpp.
Family bernoulli_family();

}  // namespace akin
