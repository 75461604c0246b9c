#pragma once

#include <optional>
#include <string>

#include "akin/training/trainable.h"

namespace akin {

/// Error, in plain words and with what to try, where a figure or a weight is NaN or infinite. Asked
/// before saving, so that a broken run never replaces a good checkpoint.
void require_finite(const StepMetrics& figures, std::int64_t step);
void require_finite(const nn::NamedTensors& tensors, std::int64_t step);

/// How varied items [n, ...] are: the mean Euclidean distance between two of them. n >= 2.
double variety(const torch::Tensor& items);

/// A warning in plain words where generated items lack variety beside real ones (mode collapse),
/// with what to try.
std::optional<std::string> collapse_warning(double generated_variety, double real_variety);

}  // namespace akin
