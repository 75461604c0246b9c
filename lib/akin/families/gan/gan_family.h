#pragma once

#include "akin/experiment/family.h"
#include "akin/families/gan/gan.h"
#include "akin/families/gan/gan_training.h"

namespace akin {

struct GanFamilySettings : FamilySettingsOf<GanFamilySettings> {
  GanSettings model;
  GanLearning learning;

  [[nodiscard]] std::string name() const override { return "gan"; }
  void describe(Fields& fields) override;
  [[nodiscard]] std::shared_ptr<Gan> build(const DataSpec& data, std::uint64_t seed) const;
  [[nodiscard]] std::unique_ptr<Trainable> train(std::shared_ptr<Gan> gan) const;
};

Family gan_family();

}  // namespace akin
