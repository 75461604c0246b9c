#pragma once

#include <filesystem>

#include "akin/training/trainable.h"

namespace akin {

/// Where a run stands besides its tensors.
struct Position {
  std::int64_t step = 0;   ///< steps done
  std::int64_t steps = 0;  ///< planned in all; 0: a time budget that was not yet turned into steps
};

/// Writes `weights` (safetensors with metadata "format": "pt"). Placed atomically.
void save_weights(const std::filesystem::path& path, const nn::NamedTensors& weights);

/// Writes all that later steps depend on: it alone suffices to resume bit for bit. Placed
/// atomically.
void save_state(const std::filesystem::path& path, const Trainable& trainable,
                const Position& position);

/// Puts `trainable` back to where it was saved. Errors: see io::read_safetensors and nn::copy_into;
/// a position that makes no sense.
Position load_state(const std::filesystem::path& path, Trainable& trainable);

}  // namespace akin
