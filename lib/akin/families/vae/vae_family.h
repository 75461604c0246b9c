#pragma once

#include "akin/experiment/family.h"
#include "akin/families/vae/vae.h"
#include "akin/families/vae/vae_training.h"

namespace akin {

struct VaeFamilySettings : FamilySettingsOf<VaeFamilySettings> {
  VaeSettings model;
  VaeLearning learning;

  [[nodiscard]] std::string name() const override { return "vae"; }
  void describe(Fields& fields) override;
  [[nodiscard]] std::shared_ptr<Vae> build(const DataSpec& data, std::uint64_t seed) const;
  [[nodiscard]] std::unique_ptr<Trainable> train(std::shared_ptr<Vae> vae) const;
  void check_pixels(bool binary) const override;
};

Family vae_family();

}  // namespace akin
