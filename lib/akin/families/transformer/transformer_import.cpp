#include "akin/families/transformer/transformer_import.h"

#include <algorithm>
#include <set>

#include <fmt/ranges.h>

#include "akin/base/require.h"
#include "akin/families/transformer/transformer_family.h"
#include "akin/import/external_weights.h"

namespace akin {
namespace {

constexpr auto embedding_key = "transformer.wte.weight";
constexpr auto positions_key = "transformer.wpe.weight";
constexpr auto output_key = "lm_head.weight";
constexpr auto block_prefix = std::string_view("transformer.h.");

/// The tied tensor has two names, of which a file may hold both or either.
void tie_output(RawTensors& tensors, const std::string& name) {
  const auto output = tensors.find(output_key);
  if (output == tensors.end()) {
    return;
  }
  const auto embedding = tensors.try_emplace(embedding_key, output->second).first;
  require(embedding->second.bytes == output->second.bytes,
          "[{}] expected '{}' to equal '{}', got an output layer of its own; train with tied "
          "weights, as nanoGPT does",
          name, output_key, embedding_key);
  tensors.erase(output);
}

/// GPT-2's Conv1D holds [in, out]; the square c_proj does not show which.
void require_rows_of_outputs(const RawTensors& tensors, std::int64_t width,
                             const std::string& name) {
  const std::vector<std::int64_t> transposed = {width, 3 * width};
  for (const auto& [key, raw] : tensors) {
    require(!key.ends_with(".attn.c_attn.weight") || raw.shape != transposed,
            "[{}] expected '{}' of [out, in] = [{}, {}], got [{}], the layout of GPT-2's Conv1D; "
            "transpose c_attn, c_fc and both c_proj of every layer first",
            name, key, 3 * width, width, fmt::join(raw.shape, ", "));
  }
}

void require_no_biases(const RawTensors& tensors, const std::string& name) {
  const auto bias = std::find_if(tensors.begin(), tensors.end(),
                                 [](const auto& item) { return item.first.ends_with(".bias"); });
  require(bias == tensors.end(),
          "[{}] expected weights without biases, got '{}'; train with bias=False, as nanoGPT's "
          "recipes do",
          name, bias == tensors.end() ? "" : bias->first);
}

/// Counts the distinct layer numbers: never more than there are tensors, whatever the numbers.
std::int64_t layer_count(const RawTensors& tensors) {
  std::set<std::string_view> layers;
  for (const auto& [key, raw] : tensors) {
    if (key.starts_with(block_prefix)) {
      const std::string_view rest = std::string_view(key).substr(block_prefix.size());
      layers.insert(rest.substr(0, rest.find('.')));
    }
  }
  return std::ssize(layers);
}

inference::TransformerShape told_shape(const RawTensors& tensors, inference::TransformerShape shape,
                                       const std::string& name) {
  const auto& embedding = sizes_of(tensors, embedding_key, 2, name);
  shape.vocabulary_size = embedding[0];
  shape.width = embedding[1];
  shape.layers = layer_count(tensors);
  shape.rotary = !tensors.contains(positions_key);
  if (!shape.rotary) {
    shape.context = sizes_of(tensors, positions_key, 2, name)[0];
  }
  return shape;
}

void require_possible(const inference::TransformerShape& shape, const std::string& name) {
  require<UsageError>(shape.heads > 0 && shape.width % shape.heads == 0,
                      "[heads] expected a number that divides the width {} of '{}', got {}",
                      shape.width, name, shape.heads);
  try {
    require_valid(shape);
  } catch (const UsageError& error) {
    fail("[{}] {}", name, error.what());  // the file is wrong, not the command line
  }
}

void require_given(const WeightFile& file) {
  require<UsageError>(file.given.contains("heads"),
                      "[--heads] expected the number of attention heads, which no tensor shows, "
                      "got none");
  require<UsageError>(file.tokenizer != nullptr,
                      "[--tokenizer-file] expected the vocabulary of a transformer, got none");
}

}  // namespace

ImportedWeights import_transformer(const WeightFile& file) {
  require_given(file);
  auto settings = static_cast<const TransformerFamilySettings&>(file.settings);
  const std::string& name = file.name;
  // Older versions keep the causal mask [1, 1, context, context] as a buffer beside the weights.
  RawTensors tensors = external_weights(file.content, name, {".attn.bias", ".attn.masked_bias"});
  tie_output(tensors, name);
  const inference::TransformerShape shape = told_shape(tensors, settings.model.shape, name);
  require_possible(shape, name);
  require_rows_of_outputs(tensors, shape.width, name);
  require_no_biases(tensors, name);
  require_sizes(tensors, weight_shapes(shape), name);
  tensors[output_key] = tensors.at(embedding_key);
  require(file.tokenizer->vocabulary_size() == shape.vocabulary_size,
          "[--tokenizer-file] expected a vocabulary of {}, as '{}' has, got {}",
          shape.vocabulary_size, name, file.tokenizer->vocabulary_size());
  settings.model.shape = shape;
  settings.model.tokenizer = file.tokenizer->kind();
  return {settings.clone(),
          {{0, 0, 0}, file.tokenizer, settings.model.documents == "on"},
          std::move(tensors)};
}

}  // namespace akin
