#pragma once

#include <cstdint>

#include <omp.h>

#include <ATen/Parallel.h>

#include "akin/nn/precision.h"

#if defined(__SANITIZE_THREAD__)
#include <sanitizer/tsan_interface.h>
#endif

namespace akin::nn {

/// For this thread, where it is one of several that work on parts: what it calls has one thread.
/// Without it gradients of small kernels were wrong with LibTorch 2.15, as if planned for all
/// threads and computed by one, and with 1.13 where the same had run on all threads before. It
/// holds to the end of the parallel region, since each of its tasks has a number of its own.
inline void be_single_threaded() {
  if (omp_in_parallel() != 0) {
    at::get_num_threads();  // a thread's first call of it sets the number to LibTorch's
    omp_set_num_threads(1);
  }
}

/// work(begin, end) on LibTorch's threads for parts of [0, count) of at least `grain`: at::
/// parallel_for, in the precision of the caller's scope. GCC's OpenMP runtime is not instrumented,
/// so ThreadSanitizer is told of its barriers here.
template <class Work>
void parallel_for(std::int64_t count, std::int64_t grain, const Work& part) {
  const auto work = [&part, precision = precision()](std::int64_t begin, std::int64_t end) {
    be_single_threaded();
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

/// work(k, begin, end) for part k of `parts` equal ones of [0, count): for those that each add up
/// something of their own.
template <class Work>
void parallel_parts(std::int64_t parts, std::int64_t count, const Work& part) {
  parallel_for(parts, 1, [&](std::int64_t first, std::int64_t last) {
    for (std::int64_t k = first; k < last; ++k) {
      part(k, count * k / parts, count * (k + 1) / parts);
    }
  });
}

}  // namespace akin::nn
