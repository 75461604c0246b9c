#pragma once

#include <cstdint>

namespace akin::tokens {

/// A word's number in a vocabulary, from 0.
using Token = std::int32_t;

/// Tokens are kept in two bytes at most.
inline constexpr std::int64_t largest_vocabulary = 65536;

}  // namespace akin::tokens
