#pragma once

#include <ostream>
#include <string>
#include <vector>

#include "akin/experiment/family.h"

namespace akin::tests {

/// A family with settings for a step in milliseconds.
struct FamilyCase {
  std::string name;
  ClonePtr<FamilySettings> settings;
};

inline void PrintTo(const FamilyCase& one, std::ostream* out) {
  *out << one.name;
}

inline ClonePtr<FamilySettings> family_settings(const std::string& family, const Given& given) {
  ClonePtr<FamilySettings> settings = find_family(family).presets.front().recipe.family;
  Fields fields;
  settings->describe(fields);
  fields.set(given);
  return settings;
}

inline std::vector<FamilyCase> family_cases() {
  const Given gan = {
      {"latent_dim", "6"}, {"generator_width", "4"}, {"discriminator_width", "4"}, {"lr", "0.001"},
      {"r1", "1"},         {"r1_every", "2"}};
  const Given vae = {{"latent_dim", "4"}, {"encoder_width", "8"}, {"decoder_width", "8"},
                     {"lr", "0.01"},      {"beta1", "0.9"},       {"beta2", "0.999"},
                     {"kl_warmup", "3"},  {"free_bits", "0.1"},   {"clip", "0"},
                     {"ema", "0.9"}};
  const Given mlp = {{"architecture", "mlp"},
                     {"likelihood", "continuous-bernoulli"},
                     {"lr", "0.001"},
                     {"beta1", "0.9"},
                     {"beta2", "0.999"},
                     {"clip", "0"},
                     {"ema", "0"}};
  const Given transformer = {{"layers", "1"},
                             {"heads", "2"},
                             {"width", "32"},
                             {"rms_norm", "false"},
                             {"squared_relu", "false"},
                             {"qk_norm", "false"},
                             {"vocabulary", "24"},
                             {"lr", "0.01"},
                             {"ema", "0.9"}};
  Given logistic = mlp;
  logistic["likelihood"] = "discretized-logistic";
  std::vector<FamilyCase> cases = {{"Gan", family_settings("gan", gan)},
                                   {"Vae", family_settings("vae", vae)},
                                   {"MlpVae", family_settings("vae", mlp)},
                                   {"LogisticVae", family_settings("vae", logistic)},
                                   {"Transformer", family_settings("transformer", transformer)}};
  for (const auto& [name, family, given] :
       {std::tuple("ConditionalGan", "gan", gan), std::tuple("ConditionalVae", "vae", vae),
        std::tuple("ConditionalTransformer", "transformer", transformer)}) {
    Given conditional = given;
    conditional["conditional"] = "true";
    cases.push_back({name, family_settings(family, conditional)});
  }
  return cases;
}

}  // namespace akin::tests
