#pragma once

#include <string>

namespace akin {

/// The type of multiplied numbers: f32, or bf16 (8 bits of precision instead of 24). Sums are f32
/// in either case.
enum class Precision { f32, bf16 };

/// "f32" or "bf16". UsageError: any other name.
Precision parse_precision(const std::string& name);

}  // namespace akin
