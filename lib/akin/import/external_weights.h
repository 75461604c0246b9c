#pragma once

#include <map>
#include <string>
#include <vector>

#include "akin/io/safetensors.h"

namespace akin {

// Weights that another program wrote: what all imports share. Errors begin with [`name`], that of
// the file.

using RawTensors = std::map<std::string, io::RawTensor>;
using TensorSizes = std::map<std::string, std::vector<std::int64_t>>;

/// The tensors with real numbers as F32, and without the prefixes "_orig_mod." and "module." that
/// torch.compile() and DistributedDataParallel put before all names. Errors: two names that become
/// one, numbers that are not finite.
RawTensors external_weights(const io::Safetensors& file, const std::string& name);

/// Sizes of one tensor. Error: it is missing, or has another number of dimensions.
const std::vector<std::int64_t>& sizes_of(const RawTensors& tensors, const std::string& key,
                                          std::size_t dimensions, const std::string& name);

/// Error that names which are missing, of other sizes or unknown, a few of each.
void require_sizes(const RawTensors& tensors, const TensorSizes& expected, const std::string& name);

}  // namespace akin
