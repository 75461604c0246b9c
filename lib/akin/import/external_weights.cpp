#include "akin/import/external_weights.h"

#include <algorithm>
#include <array>

#include <fmt/ranges.h>

#include "akin/base/require.h"
#include "akin/nn/tensors.h"

namespace akin {
namespace {

using namespace std::string_view_literals;

/// What torch.compile(), DistributedDataParallel, FullyShardedDataParallel, checkpoint_wrapper()
/// and Lightning call the module that they wrap, and people theirs. No model that can be imported
/// has parts of these names.
constexpr std::array wrappers = {"module"sv,
                                 "_orig_mod"sv,
                                 "_fsdp_wrapped_module"sv,
                                 "_checkpoint_wrapped_module"sv,
                                 "_forward_module"sv,
                                 "model"sv,
                                 "ema_model"sv,
                                 "ema"sv};

constexpr auto averaging_count = "n_averaged"sv;  // of torch.optim.swa_utils.AveragedModel

/// "a.b" of "_orig_mod.a.module.b": without the modules that wrap others.
std::string without_wrappers(std::string_view key) {
  std::string bare;
  for (std::size_t end = 0; (end = key.find('.')) != std::string_view::npos;
       key.remove_prefix(end + 1)) {
    if (std::find(wrappers.begin(), wrappers.end(), key.substr(0, end)) == wrappers.end()) {
      bare += key.substr(0, end + 1);
    }
  }
  return bare += key;
}

io::RawTensor as_float32(const io::RawTensor& raw, const std::string& key,
                         const std::string& name) {
  const torch::Tensor tensor = nn::from_raw(raw);
  // Batch normalisation counts its batches: one whole number.
  require(tensor.is_floating_point() || tensor.dim() == 0,
          "[{}] expected real numbers, got {} in '{}'; convert quantised weights to f32 first",
          name, raw.dtype, key);
  if (!tensor.is_floating_point()) {
    return raw;
  }
  const torch::Tensor single = tensor.to(torch::kFloat32);
  require(single.isfinite().all().item<bool>(),
          "[{}] expected finite numbers, got NaN or infinity in '{}' as f32", name, key);
  return nn::to_raw(single);
}

/// "what a, b, c and 4 more", or nothing.
std::string listed(const std::string& what, const std::vector<std::string>& names) {
  constexpr std::size_t most = 3;
  if (names.empty()) {
    return "";
  }
  const auto end = names.begin() + static_cast<std::ptrdiff_t>(std::min(most, names.size()));
  const std::string rest =
      names.size() > most ? fmt::format(" and {} more", names.size() - most) : "";
  return fmt::format("{} {}{}", what, fmt::join(names.begin(), end, ", "), rest);
}

}  // namespace

RawTensors external_weights(const io::Safetensors& file, const std::string& name,
                            const std::vector<std::string_view>& dropped) {
  RawTensors tensors;
  std::map<std::string, std::string> keys;  // of the bare names
  for (const auto& [key, raw] : file.tensors) {
    const std::string bare = without_wrappers(key);
    const auto ends_bare = [&](std::string_view end) { return bare.ends_with(end); };
    if (bare == averaging_count || std::any_of(dropped.begin(), dropped.end(), ends_bare)) {
      continue;
    }
    const auto [other, is_new] = keys.emplace(bare, key);
    require(is_new, "[{}] expected one tensor '{}', got '{}' and '{}'; keep one of them", name,
            bare, other->second, key);
    tensors.emplace(bare, as_float32(raw, key, name));
  }
  return tensors;
}

const std::vector<std::int64_t>& sizes_of(const RawTensors& tensors, const std::string& key,
                                          std::size_t dimensions, const std::string& name) {
  const auto found = tensors.find(key);
  require(found != tensors.end(),
          "[{}] expected a tensor '{}', got none among the {} there; is it a model of this "
          "family, under the names that docs/interop.md lists?",
          name, key, tensors.size());
  const auto& sizes = found->second.shape;
  require(sizes.size() == dimensions, "[{}] expected '{}' of {} dimensions, got [{}]", name, key,
          dimensions, fmt::join(sizes, ", "));
  return sizes;
}

void require_sizes(const RawTensors& tensors, const TensorSizes& expected,
                   const std::string& name) {
  std::vector<std::string> missing;
  std::vector<std::string> other;
  std::vector<std::string> unknown;
  for (const auto& [key, sizes] : expected) {
    const auto found = tensors.find(key);
    if (found == tensors.end()) {
      missing.push_back(key);
    } else if (found->second.shape != sizes) {
      other.push_back(fmt::format("{} [{}] instead of [{}]", key,
                                  fmt::join(found->second.shape, ", "), fmt::join(sizes, ", ")));
    }
  }
  for (const auto& [key, raw] : tensors) {
    if (!expected.contains(key)) {
      unknown.push_back(key);
    }
  }
  std::vector<std::string> faults = {listed("missing:", missing), listed("of other sizes:", other),
                                     listed("unknown:", unknown)};
  std::erase(faults, "");
  require(faults.empty(), "[{}] expected the {} tensors of such a model, got others; {}", name,
          expected.size(), fmt::join(faults, "; "));
}

void require_no_tokenizer(const WeightFile& file) {
  require<UsageError>(!file.tokenizer,
                      "[--tokenizer-file] expected none with a model of images, got one");
}

void require_latents_and_classes(std::int64_t latent_dim, std::int64_t classes,
                                 const std::string& name) {
  // The ranges of the settings and of config.json.
  constexpr WholeRange latents = {2, 4096};
  constexpr WholeRange several = {2, 256};
  require(latent_dim >= latents.low && latent_dim <= latents.high,
          "[{}] expected {} to {} latent dimensions, got {}", name, latents.low, latents.high,
          latent_dim);
  require(classes == 0 || (classes >= several.low && classes <= several.high),
          "[{}] expected no classes or {} to {}, got {}", name, several.low, several.high, classes);
}

ImportedWeights import_into(GenerativeModel& model, const FamilySettings& settings,
                            const DataSpec& data, const RawTensors& tensors,
                            const std::string& name) {
  const nn::NamedTensors live = model.tensors();
  TensorSizes sizes;
  for (const auto& [key, tensor] : live) {
    sizes.emplace(key, tensor.sizes().vec());
  }
  require_sizes(tensors, sizes, name);
  nn::copy_into(live, io::Safetensors{tensors, {}}, name);
  return {settings.clone(), data, nn::to_raw(live)};
}

ImportedWeights import_weights(const Family& family, const WeightFile& file) {
  require<UsageError>(static_cast<bool>(family.import.read),
                      "[import] expected a family whose weights can be imported, got {}",
                      family.name);
  ImportedWeights imported = family.import.read(file);
  Fields told;
  imported.family->describe(told);
  const auto said_settings = file.settings.clone();
  Fields said;
  said_settings->describe(said);
  for (const Field& field : told) {
    const std::string ours = said.find(field.name)->text();
    require<UsageError>(
        field.section != "model" || !file.given.contains(field.name) || ours == field.text(),
        "[{}] expected {} {}, got {} in the settings given", file.name, field.name, field.text(),
        ours);
  }
  return imported;
}

}  // namespace akin
