#include "akin/numerics/bernoulli_nats.h"

#include <algorithm>

#include "akin/numerics/lane_functions.h"

namespace akin::numerics {
namespace {

/// l and x -> the nats, in l, and the slopes, in x.
template <class Registers>
[[gnu::always_inline]] inline void terms_of(typename Registers::Lanes& l,
                                            typename Registers::Lanes& x) {
  using Lanes = typename Registers::Lanes;
  Lanes e = l < 0.0F ? l : -l;  // -|l|
  exp_lanes<Registers>(e);
  const Lanes ratio = 1.0F / (1.0F + e);
  const Lanes slopes = (l < 0.0F ? e * ratio : ratio) - x;
  log1p_lanes<Registers>(e);
  l = (l < 0.0F ? Lanes{} : l) - l * x + e;
  x = slopes;
}

template <class Registers>
[[gnu::always_inline]] inline float nats_of(const float* logits, const float* pixels,
                                            std::int64_t n, float* slopes) {
  using Lanes = typename Registers::Lanes;
  constexpr std::int64_t width = lanes_in<Registers>;
  Lanes sums = {};
  for (std::int64_t i = 0; i < n; i += width) {
    const std::size_t bytes = sizeof(float) * static_cast<std::size_t>(std::min(width, n - i));
    Lanes l = {};
    Lanes x = {};
    std::memcpy(&l, logits + i, bytes);
    std::memcpy(&x, pixels + i, bytes);
    terms_of<Registers>(l, x);
    if (slopes != nullptr) {
      std::memcpy(slopes + i, &x, bytes);
    }
    Lanes counted = {};  // what there is: not the lanes behind the end
    std::memcpy(&counted, &l, bytes);
    sums += counted;
  }
  float sum = 0;
  for (int i = 0; i < width; ++i) {
    sum += sums[i];
  }
  return sum;
}

}  // namespace

std::vector<BernoulliKernel> bernoulli_kernels() {
  return runnable<BernoulliKernel>(Loops<nats_of<Registers128>>{}, Loops<nats_of<Registers256>>{},
                                   Loops<nats_of<Registers512>>{});
}

}  // namespace akin::numerics
