#pragma once

#include <ostream>
#include <string>
#include <vector>

#include "akin/families/family.h"

namespace akin::tests {

struct FamilyCase {
  std::string name;
  Family family;
};

inline void PrintTo(const FamilyCase& one, std::ostream* out) {
  *out << one.name;
}

/// Every family, small enough for a step in milliseconds.
inline std::vector<FamilyCase> family_cases() {
  GanFamily gan;
  gan.model = {"mini", 6, 4, 4, false};
  gan.learning.r1 = 1;
  gan.learning.r1_every = 2;
  VaeFamily vae;
  vae.model.latent_dim = 4;
  vae.model.encoder_width = 8;
  vae.model.decoder_width = 8;
  vae.learning = {.lr = 1e-2, .kl_warmup = 3, .free_bits = 0.1, .ema = 0.9};
  VaeFamily mlp;
  mlp.model.architecture = "mlp";
  mlp.model.likelihood = "continuous-bernoulli";
  std::vector<FamilyCase> cases = {{"Gan", gan}, {"Vae", vae}, {"MlpVae", mlp}};
  TransformerFamily transformer;
  transformer.model.shape.layers = 1;
  transformer.model.shape.heads = 2;
  transformer.model.shape.width = 32;
  transformer.model.shape.rotary = true;
  transformer.model.vocabulary = 24;
  transformer.learning.lr = 1e-2;
  transformer.learning.ema = 0.9;
  cases.push_back({"Transformer", transformer});
  transformer.model.conditional = true;
  cases.push_back({"ConditionalTransformer", transformer});
  gan.model.conditional = true;
  vae.model.conditional = true;
  cases.push_back({"ConditionalGan", gan});
  cases.push_back({"ConditionalVae", vae});
  return cases;
}

}  // namespace akin::tests
