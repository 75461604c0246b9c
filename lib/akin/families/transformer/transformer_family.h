#pragma once

#include "akin/experiment/family.h"
#include "akin/families/transformer/transformer_settings.h"
#include "akin/families/transformer/transformer_training.h"

namespace akin {

struct TransformerFamilySettings : FamilySettingsOf<TransformerFamilySettings> {
  TransformerSettings model;
  TransformerLearning learning;

  [[nodiscard]] std::string name() const override { return "transformer"; }
  void describe(Fields& fields) override;
  [[nodiscard]] std::shared_ptr<SequenceModel> build(const DataSpec& data,
                                                     std::uint64_t seed) const;
  [[nodiscard]] std::unique_ptr<Trainable> train(std::shared_ptr<SequenceModel> model) const;
  [[nodiscard]] bool reads_text() const override { return true; }
  [[nodiscard]] TextTokenization text_tokenization() const override;
  void check_pixels(bool binary) const override;
};

/// The options of `akin sample` for Transformers.
class TransformerSampling : public SamplingSettings {
 public:
  void describe(Fields& fields) override { tokens::describe(fields, options_); }
  [[nodiscard]] std::shared_ptr<GenerativeModel> apply(
      std::shared_ptr<GenerativeModel> model,
      const std::function<OrderedImages()>& training_images) const override;

 private:
  tokens::SamplingOptions options_;
};

Family transformer_family();

}  // namespace akin
