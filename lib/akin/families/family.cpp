#include "akin/families/family.h"

#include <utility>

#include "akin/base/require.h"
#include "akin/base/suggest.h"

namespace akin {
namespace {

/// Calls `f` with a default value of every family.
template <class F, std::size_t... I>
void for_each_family(F&& f, std::index_sequence<I...> /*all*/) {
  (f(std::variant_alternative_t<I, Family>{}), ...);
}

constexpr auto all_families = std::make_index_sequence<std::variant_size_v<Family>>{};

std::shared_ptr<Gan> build(const GanFamily& family, const DataSpec& data_spec, std::uint64_t seed) {
  require_images("gan", data_spec);
  return make_gan(family.model, data_spec.image, seed);
}

std::shared_ptr<Vae> build(const VaeFamily& family, const DataSpec& data_spec, std::uint64_t seed) {
  require_images("vae", data_spec);
  return make_vae(family.model, data_spec.image, seed);
}

std::shared_ptr<SequenceModel> build(const TransformerFamily& family, const DataSpec& data_spec,
                                     std::uint64_t seed) {
  return make_transformer(family.model, data_spec, seed);
}

std::unique_ptr<Trainable> teach(const GanFamily& family, const std::shared_ptr<Gan>& model) {
  return std::make_unique<GanTraining>(model, family.learning);
}

std::unique_ptr<Trainable> teach(const VaeFamily& family, const std::shared_ptr<Vae>& model) {
  return std::make_unique<VaeTraining>(model, family.learning);
}

std::unique_ptr<Trainable> teach(const TransformerFamily& family,
                                 const std::shared_ptr<SequenceModel>& model) {
  return std::make_unique<TransformerTraining>(model, family.learning);
}

}  // namespace

std::vector<std::string> family_names() {
  std::vector<std::string> names;
  for_each_family([&](const auto& family) { names.emplace_back(family.name); }, all_families);
  return names;
}

std::string name_of(const Family& family) {
  return std::visit([](const auto& one) { return std::string(one.name); }, family);
}

Family make_family(const std::string& name) {
  std::optional<Family> found;
  for_each_family(
      [&](const auto& family) {
        if (name == family.name) {
          found = family;
        }
      },
      all_families);
  if (!found) {
    fail_unknown("family", name, family_names());
  }
  return *found;
}

const TransformerSettings* token_settings(const Family& family) {
  const auto* transformer = std::get_if<TransformerFamily>(&family);
  return transformer == nullptr ? nullptr : &transformer->model;
}

void visit(SettingsVisitor& visitor, Family& family) {
  std::visit(
      [&](auto& one) {
        visitor.section("model");
        visit(visitor, one.model);
        visitor.section("learning");
        visit(visitor, one.learning);
      },
      family);
}

std::shared_ptr<GenerativeModel> make_model(const Family& family, const DataSpec& data_spec,
                                            std::uint64_t seed) {
  return std::visit(
      [&](const auto& one) -> std::shared_ptr<GenerativeModel> {
        return build(one, data_spec, seed);
      },
      family);
}

ModelAndTraining make_training(const Family& family, const DataSpec& data_spec, std::uint64_t seed,
                               torch::Device device) {
  return std::visit(
      [&](const auto& one) {
        const auto model = build(one, data_spec, seed);
        model->to(device);
        return ModelAndTraining{model, teach(one, model)};
      },
      family);
}

}  // namespace akin
