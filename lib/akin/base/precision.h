#pragma once

#include <string>

namespace akin {

/// In what numbers products are worked out: f32, or bf16 (8 bits of an f32's 24). Sums are f32
/// either way.
enum class Precision { f32, bf16 };

/// "f32" or "bf16". UsageError: another name.
Precision parse_precision(const std::string& name);

}  // namespace akin
