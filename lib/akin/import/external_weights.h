#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "akin/experiment/family.h"

namespace akin {

// What all imports of weights from other programs share. `name` is the file's; errors begin with it
// in brackets.

using TensorSizes = std::map<std::string, std::vector<std::int64_t>>;

/// The tensors, real numbers as F32, but those whose names end with one of `dropped`. Left out of
/// the names wherever they stand: "module.", "_orig_mod." and others that DistributedDataParallel,
/// torch.compile() and their like put before the names of the module that they wrap, which may be
/// part of another; "model.", "ema_model." and "ema." as well. Errors: two names that become one;
/// numbers that are not finite, or too large for F32; whole numbers, as in quantised weights,
/// unless it is one, a count.
RawTensors external_weights(const io::Safetensors& file, const std::string& name,
                            const std::vector<std::string_view>& dropped = {});

/// The shape of one tensor. Error: it is missing, or has another number of dimensions.
const std::vector<std::int64_t>& sizes_of(const RawTensors& tensors, const std::string& key,
                                          std::size_t dimensions, const std::string& name);

/// Error that lists names that are missing, of other shapes, or unknown, a few of each.
void require_sizes(const RawTensors& tensors, const TensorSizes& expected, const std::string& name);

/// UsageError where a tokenizer was given for a model of images.
void require_no_tokenizer(const WeightFile& file);

/// Error where the tensors' shapes tell numbers out of range: 2 to 4096 latent dimensions, and 0 or
/// 2 to 256 classes.
void require_latents_and_classes(std::int64_t latent_dim, std::int64_t classes,
                                 const std::string& name);

/// Loads the tensors into a model of images with these settings. Errors: see require_sizes().
ImportedWeights import_into(GenerativeModel& model, const FamilySettings& settings,
                            const DataSpec& data, const RawTensors& tensors,
                            const std::string& name);

/// Reads a file as a family's model. Errors: those of the family's import; UsageErrors: a family
/// without one, a given setting that the weights contradict.
ImportedWeights import_weights(const Family& family, const WeightFile& file);

}  // namespace akin
