#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "akin/base/settings.h"
#include "akin/models/data_spec.h"
#include "akin/models/generative_model.h"
#include "akin/training/trainable.h"

namespace akin {

/// A model and what trains it.
struct ModelAndTraining {
  std::shared_ptr<GenerativeModel> model;
  std::unique_ptr<Trainable> training;
};

/// How a family turns text into tokens.
struct TextTokenization {
  std::string tokenizer = "auto";  ///< see data::TextRequest, as the others
  std::int64_t vocabulary_size = 0;
  std::string documents = "auto";
};

/// A family's settings, which are enough to build its model for given data and to train it.
class FamilySettings {
 public:
  virtual ~FamilySettings() = default;
  [[nodiscard]] virtual std::unique_ptr<FamilySettings> clone() const = 0;
  [[nodiscard]] virtual std::string name() const = 0;  ///< of the family

  /// In sections "model" and "learning".
  virtual void describe(Fields& fields) = 0;

  /// A model with fresh weights drawn from `seed`. Errors: data that it cannot generate.
  [[nodiscard]] virtual std::shared_ptr<GenerativeModel> make_model(const DataSpec& data,
                                                                    std::uint64_t seed) const = 0;
  [[nodiscard]] virtual ModelAndTraining make_training(const DataSpec& data, std::uint64_t seed,
                                                       torch::Device device) const = 0;

  [[nodiscard]] virtual bool reads_text() const { return false; }
  /// Of a family that reads text. UsageError: settings for images.
  [[nodiscard]] virtual TextTokenization text_tokenization() const { return {}; }

  /// UsageError where the family's settings do not go with images of grey or of binary pixels.
  virtual void check_pixels(bool /*binary*/) const {}

 protected:
  FamilySettings() = default;
  FamilySettings(const FamilySettings&) = default;
  FamilySettings& operator=(const FamilySettings&) = default;
};

/// Base of a family's settings, a struct that has the functions
///     std::shared_ptr<Model> build(const DataSpec&, std::uint64_t seed) const;
///     std::unique_ptr<Trainable> train(std::shared_ptr<Model>) const;
template <class Settings>
class FamilySettingsOf : public FamilySettings {
 public:
  [[nodiscard]] std::unique_ptr<FamilySettings> clone() const override {
    return std::make_unique<Settings>(self());
  }
  [[nodiscard]] std::shared_ptr<GenerativeModel> make_model(const DataSpec& data,
                                                            std::uint64_t seed) const override {
    return self().build(data, seed);
  }
  [[nodiscard]] ModelAndTraining make_training(const DataSpec& data, std::uint64_t seed,
                                               torch::Device device) const override {
    const auto model = self().build(data, seed);
    model->to(device);
    return {model, self().train(model)};
  }

 private:
  [[nodiscard]] const Settings& self() const { return static_cast<const Settings&>(*this); }
};

}  // namespace akin
