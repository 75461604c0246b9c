#include "akin/kernels/bernoulli_nll.h"

#include <numbers>

#include "akin/kernels/simd.h"

namespace akin::kernels {
namespace {

/// The sum of log(f) over factors f in [1, 2], per lane, as one logarithm of their product.
template <class Registers>
struct LogOfProduct {
  using Lanes = typename Registers::Lanes;
  static constexpr int most_factors = 64;  // between two rescale(): the product stays below 2^127

  Lanes product = Lanes{} + 1.0F;
  Lanes exponents = {};

  /// Moves the exponent of the product to `exponents`.
  [[gnu::always_inline]] void rescale() {
    typename Registers::Bits bits;
    std::memcpy(&bits, &product, sizeof(bits));
    exponents += __builtin_convertvector(bits >> 23U, Lanes) - 127.0F;
    bits = (bits & 0x007fffffU) | 0x3f800000U;
    std::memcpy(&product, &bits, sizeof(bits));
  }
  /// Adds the logarithm to `sums`.
  [[gnu::always_inline]] void add_to(Lanes& sums) {
    rescale();
    product -= 1.0F;
    log1p_lanes<Registers>(product);
    sums += product + exponents * std::numbers::ln2_v<float>;
  }
};

/// l = max(l, 0) - l x, x = sigmoid(l) - x, factor = 1 + e^-|l|.
template <class Registers>
[[gnu::always_inline]] inline void terms_of(typename Registers::Lanes& l,
                                            typename Registers::Lanes& x,
                                            typename Registers::Lanes& factor) {
  using Lanes = typename Registers::Lanes;
  Lanes e = l < 0.0F ? l : -l;  // -|l|
  exp_lanes<Registers>(e);
  factor = 1.0F + e;
  const Lanes ratio = 1.0F / factor;
  const Lanes slopes = (l < 0.0F ? e * ratio : ratio) - x;
  l = (l < 0.0F ? Lanes{} : l) - l * x;
  x = slopes;
}

template <class Registers>
[[gnu::always_inline]] inline float nll_of(const float* logits, const float* pixels, std::int64_t n,
                                           float* slopes) {
  using Lanes = typename Registers::Lanes;
  constexpr std::int64_t width = lanes_in<Registers>;
  Lanes sums = {};
  LogOfProduct<Registers> logs;
  for (std::int64_t i = 0; i < n; i += width) {
    Lanes l = Lanes{} - 1000.0F;  // lanes past the end: a certain black pixel, of nll 0
    Lanes x = {};
    Lanes factor;
    load_lanes<Registers>(l, logits + i, n - i);
    load_lanes<Registers>(x, pixels + i, n - i);
    terms_of<Registers>(l, x, factor);
    if (slopes != nullptr) {
      store_lanes<Registers>(x, slopes + i, n - i);
    }
    sums += l;
    logs.product *= factor;
    if ((i / width + 1) % logs.most_factors == 0) {
      logs.rescale();
    }
  }
  logs.add_to(sums);
  float sum = 0;
  for (int i = 0; i < width; ++i) {
    sum += sums[i];
  }
  return sum;
}

}  // namespace

std::vector<BernoulliNllKernel> bernoulli_nll_kernels() {
  return supported_versions<BernoulliNllKernel>(
      Loops<nll_of<Registers128>>{}, Loops<nll_of<Registers256>>{}, Loops<nll_of<Registers512>>{});
}

}  // namespace akin::kernels
