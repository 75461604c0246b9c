#pragma once

#include <string>
#include <vector>

#include "akin/evaluation/latent_codes.h"
#include "akin/pictures/picture.h"

namespace akin::app {

/// What a VAE with two latent numbers makes of every place of its latent space, beside the places
/// of `codes`, coloured by class. `label`: the class decoded, for a conditional model.
pictures::Picture latent_map(Vae& vae, const LatentCodes& codes,
                             const std::vector<std::string>& class_names, std::int64_t label);

}  // namespace akin::app
