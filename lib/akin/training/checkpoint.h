#pragma once

#include <filesystem>

#include "akin/training/trainable.h"

namespace akin {

/// The progress of a run.
struct Position {
  std::int64_t step = 0;   ///< steps done
  std::int64_t steps = 0;  ///< planned; 0: a time budget not yet turned into steps
};

/// Writes `weights` atomically (safetensors with metadata "format": "pt").
void save_weights(const std::filesystem::path& path, const nn::NamedTensors& weights);

/// Writes atomically all that later steps depend on: enough to resume bit for bit.
void save_state(const std::filesystem::path& path, const Trainable& trainable,
                const Position& position);

/// Restores `trainable` from a file. Errors: see io::read_safetensors() and nn::copy_into(); an
/// invalid position.
Position load_state(const std::filesystem::path& path, Trainable& trainable);

/// The progress alone. Errors: as load_state().
Position load_position(const std::filesystem::path& path);

}  // namespace akin
