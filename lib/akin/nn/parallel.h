#pragma once

#include <cstdint>

#include <ATen/Parallel.h>

#include "akin/nn/precision.h"

#if defined(__SANITIZE_THREAD__)
#include <sanitizer/tsan_interface.h>
#endif

namespace akin::nn {

/// work(begin, end) on LibTorch's threads for parts of [0, count) of at least `grain`: at::
/// parallel_for, in the precision of the caller's scope. GCC's OpenMP runtime is not instrumented,
/// so ThreadSanitizer is told of its barriers here.
template <class Work>
void parallel_for(std::int64_t count, std::int64_t grain, const Work& part) {
  const auto work = [&part, precision = precision()](std::int64_t begin, std::int64_t end) {
    const PrecisionScope scope(precision);
    part(begin, end);
  };
#if defined(__SANITIZE_THREAD__)
  char fork = 0;
  char join = 0;
  __tsan_release(&fork);
  at::parallel_for(0, count, grain, [&](std::int64_t begin, std::int64_t end) {
    __tsan_acquire(&fork);
    work(begin, end);
    __tsan_release(&join);
  });
  __tsan_acquire(&join);
#else
  at::parallel_for(0, count, grain, work);
#endif
}

}  // namespace akin::nn
