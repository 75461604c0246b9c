#pragma once

#include <string>
#include <vector>

#include "akin/evaluation/latent_codes.h"
#include "akin/pictures/picture.h"

namespace akin::app {

/// A two-dimensional latent space: what the decoder makes of a grid of latent vectors, beside the
/// positions of `codes`, coloured by class. `label`: the class decoded, for a conditional model.
pictures::Picture latent_map(GenerativeModel& model, const LatentCodes& codes,
                             const std::vector<std::string>& class_names, std::int64_t label);

}  // namespace akin::app
