#include "akin/base/random.h"

#include <bit>
#include <cmath>
#include <numbers>
#include <utility>

namespace akin {
namespace {

/// One step of SplitMix64 (Steele, Lea & Flood 2014), a strong 64-bit mixer.
std::uint64_t split_mix(std::uint64_t& state) {
  std::uint64_t z = (state += 0x9e3779b97f4a7c15ULL);
  z = (z ^ (z >> 30U)) * 0xbf58476d1ce4e5b9ULL;
  z = (z ^ (z >> 27U)) * 0x94d049bb133111ebULL;
  return z ^ (z >> 31U);
}

/// FNV-1a: separates stream names well enough, since SplitMix64 mixes the result.
std::uint64_t hash(std::string_view text) {
  std::uint64_t h = 0xcbf29ce484222325ULL;
  for (const char c : text) {
    h = (h ^ static_cast<unsigned char>(c)) * 0x100000001b3ULL;
  }
  return h;
}

}  // namespace

Random::Random(std::uint64_t seed, std::string_view stream, std::uint64_t index) {
  std::uint64_t mix = seed;
  mix = split_mix(mix) ^ hash(stream);
  mix = split_mix(mix) ^ index;
  for (auto& word : state_) {
    word = split_mix(mix);
  }
}

std::uint64_t Random::bits() {
  auto& s = state_;
  const std::uint64_t result = std::rotl(s[0] + s[3], 23) + s[0];
  const std::uint64_t t = s[1] << 17U;
  s[2] ^= s[0];
  s[3] ^= s[1];
  s[1] ^= s[2];
  s[0] ^= s[3];
  s[2] ^= t;
  s[3] = std::rotl(s[3], 45);
  return result;
}

double Random::uniform() {
  return static_cast<double>(bits() >> 11U) * 0x1.0p-53;
}

double Random::uniform(double low, double high) {
  return low + (high - low) * uniform();
}

double Random::normal() {
  const double radius = std::sqrt(-2.0 * std::log(1.0 - uniform()));
  return radius * std::cos(2.0 * std::numbers::pi * uniform());
}

std::int64_t Random::below(std::int64_t n) {
  // Rejection keeps every value equally likely; it is extremely rare for small n.
  const auto range = static_cast<std::uint64_t>(n);
  const std::uint64_t limit = range * (UINT64_MAX / range);
  std::uint64_t x = bits();
  while (x >= limit) {
    x = bits();
  }
  return static_cast<std::int64_t>(x % range);
}

void Random::fill_normal(std::span<float> out) {
  for (std::size_t i = 0; i < out.size(); i += 2) {
    const double radius = std::sqrt(-2.0 * std::log(1.0 - uniform()));
    const double angle = 2.0 * std::numbers::pi * uniform();
    out[i] = static_cast<float>(radius * std::cos(angle));
    if (i + 1 < out.size()) {
      out[i + 1] = static_cast<float>(radius * std::sin(angle));
    }
  }
}

void Random::fill_uniform(std::span<float> out, float low, float high) {
  for (float& x : out) {
    // 24 bits, the precision of a float, so that the result stays below `high`.
    x = low + (high - low) * (static_cast<float>(bits() >> 40U) * 0x1.0p-24F);
  }
}

Permutation::Permutation(std::int64_t size, std::uint64_t key)
    : size_(static_cast<std::uint64_t>(size)) {
  while ((std::uint64_t{1} << (2U * static_cast<unsigned>(half_bits_))) < size_) {
    ++half_bits_;
  }
  for (auto& round_key : round_keys_) {
    round_key = split_mix(key);
  }
}

std::int64_t Permutation::operator()(std::int64_t index) const {
  const auto half_bits = static_cast<unsigned>(half_bits_);
  const std::uint64_t mask = (std::uint64_t{1} << half_bits) - 1;
  auto x = static_cast<std::uint64_t>(index);
  do {
    std::uint64_t left = x >> half_bits;
    std::uint64_t right = x & mask;
    for (const auto round_key : round_keys_) {
      std::uint64_t mix = right ^ round_key;
      left = std::exchange(right, left ^ (split_mix(mix) & mask));
    }
    x = (left << half_bits) | right;
  } while (x >= size_);
  return static_cast<std::int64_t>(x);
}

}  // namespace akin
