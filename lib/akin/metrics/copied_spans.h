#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "akin/metrics/text_novelty.h"

namespace akin::metrics {

/// The spans of at least `minimum` characters of a sample that occur in the training text, from the
/// left: each is as long as it can be from its start, and the next one begins behind it.
/// `lengths`: of match_lengths(). UsageError: a minimum below 1.
std::vector<CopiedSpan> copied_spans(std::span<const std::int32_t> lengths, std::int64_t minimum);

}  // namespace akin::metrics
