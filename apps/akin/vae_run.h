#pragma once

#include <memory>
#include <string>

#include "akin/evaluation/latent_codes.h"
#include "akin/experiment/recipe.h"
#include "akin/experiment/splits.h"

namespace akin::app {

/// The run's model as the VAE it is. UsageError: "[who] expected a model with `what`, which a vae
/// has, got a gan".
std::shared_ptr<Vae> require_vae(const std::shared_ptr<GenerativeModel>& model,
                                 const Recipe& recipe, const std::string& who,
                                 const std::string& what);

/// Latent codes of up to 10,000 training images, spread over all of them, as the model learns from
/// them.
LatentCodes training_codes(Vae& vae, const Recipe& recipe);

}  // namespace akin::app
