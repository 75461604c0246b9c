#pragma once

#include <cmath>
#include <cstdint>
#include <numbers>

namespace akin {

/// Perplexity of a mean negative log-likelihood in nats, per token or per character: exp(nats), the
/// number of equally likely choices with the same uncertainty. 1 for a certain prediction.
inline double perplexity(double nats) {
  return std::exp(nats);
}

/// Nats in bits, per token or per character.
inline double nats_to_bits(double nats) {
  return nats / std::numbers::ln2;
}

/// Nats per image of `values` levels in bits per dimension: 8 for uniform levels.
inline double bits_per_dimension(double nats, std::int64_t values) {
  return nats_to_bits(nats) / static_cast<double>(values);
}

}  // namespace akin
