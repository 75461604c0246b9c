#pragma once

#include <filesystem>

#include "akin/evaluation/reference.h"

namespace akin {

/// Everything that figures are computed from, as safetensors, so that others can compute them
/// again: "samples", "test", "control" (uint8 [n, height, width]), and of each set, and of
/// "training", ".features" and ".components" (float32 [n, 64]); ".labels" (int64 [n]) are what the
/// classifier takes them for. Placed atomically.
void dump_evaluation(const std::filesystem::path& path, const Reference& reference,
                     const data::Images& samples, std::int64_t control_count);

}  // namespace akin
