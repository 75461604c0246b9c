#pragma once

#include <optional>
#include <string>

#include "akin/training/trainable.h"

namespace akin {

/// Error with advice where a metric or a weight is NaN or infinite. Checked before saving, so that
/// a diverged run never replaces a good checkpoint.
void require_finite(const StepMetrics& metrics, std::int64_t step);
void require_finite(const nn::NamedTensors& tensors, std::int64_t step);

/// Mean Euclidean distance between two of the items [n, ...], n >= 2.
double variety(const torch::Tensor& items);

/// A warning with advice where generated items vary much less than real ones (mode collapse).
std::optional<std::string> collapse_warning(double generated_variety, double real_variety);

}  // namespace akin
