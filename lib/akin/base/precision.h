#pragma once

#include <string>

namespace akin {

/// What is multiplied: f32, or numbers rounded to bf16 (8 bits of an f32's 24). Sums are f32 either
/// way.
enum class Precision { f32, bf16 };

/// "f32" or "bf16". UsageError: another name.
Precision parse_precision(const std::string& name);

}  // namespace akin
