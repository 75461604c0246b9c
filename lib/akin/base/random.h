#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string_view>

namespace akin {

/// Random numbers as a pure function of (seed, stream, index). There is no generator state to
/// save, and draws for one purpose cannot affect another:
///
///     Random random(seed, "latent", step);
///
/// The generator is xoshiro256++ (Blackman & Vigna, "Scrambled linear pseudorandom number
/// generators", 2021), seeded by SplitMix64 from a hash of the three. Unlike the distributions of
/// the standard library, it yields the same numbers on every platform.
class Random {
 public:
  explicit Random(std::uint64_t seed, std::string_view stream = "", std::uint64_t index = 0);

  std::uint64_t bits();                     ///< 64 uniform bits
  double uniform();                         ///< uniform in [0, 1), 53 bits
  double uniform(double low, double high);  ///< uniform in [low, high)
  double normal();                          ///< standard normal (Box & Muller 1958)
  std::int64_t below(std::int64_t n);       ///< uniform in {0, ..., n - 1}; n >= 1

  void fill_normal(std::span<float> out);                          ///< standard normals
  void fill_uniform(std::span<float> out, float low, float high);  ///< uniform in [low, high)

 private:
  std::array<std::uint64_t, 4> state_{};
};

/// A pseudorandom permutation of {0, ..., size - 1}, chosen by `key` and evaluated one index at a
/// time without a table: a four-round Feistel network on the next power of four, iterated until
/// the result is below `size` (cycle walking: Black & Rogaway, "Ciphers with arbitrary finite
/// domains", 2002). Used for stateless shuffling.
class Permutation {
 public:
  Permutation(std::int64_t size, std::uint64_t key);
  std::int64_t operator()(std::int64_t index) const;  ///< index in [0, size)

 private:
  std::uint64_t size_;
  int half_bits_ = 1;
  std::array<std::uint64_t, 4> round_keys_{};
};

}  // namespace akin
