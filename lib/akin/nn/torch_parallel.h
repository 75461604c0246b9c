#pragma once

#include <cstdint>

#include <omp.h>

#include <ATen/Parallel.h>

#include "akin/nn/autocast.h"

#if defined(__SANITIZE_THREAD__)
#include <sanitizer/tsan_interface.h>
#endif

namespace akin::nn {

/// Limits what this thread calls to one thread if it runs in a parallel region. Without it
/// gradients of small kernels were wrong with LibTorch 2.15, as if planned for all threads and
/// computed by one, and with 1.13 after the same had run on all threads. Holds to the end of the
/// parallel region: each of its tasks has its own number of threads.
inline void use_one_thread_in_parallel_region() {
  if (omp_in_parallel() != 0) {
    at::get_num_threads();  // a thread's first call sets the number to LibTorch's
    omp_set_num_threads(1);
  }
}

/// at::parallel_for() over [0, count) in ranges of at least `grain`: work(begin, end) runs on
/// LibTorch's threads, with the caller's autocast precision and one thread for what it calls.
/// GCC's OpenMP runtime is not instrumented, so its barriers are declared to ThreadSanitizer here.
template <class Work>
void parallel_ranges(std::int64_t count, std::int64_t grain, const Work& range) {
  const auto work = [&range, precision = autocast_precision()](std::int64_t begin,
                                                               std::int64_t end) {
    use_one_thread_in_parallel_region();
    const AutocastScope scope(precision);
    range(begin, end);
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

/// work(k, begin, end) for each k of `parts` equal parts of [0, count): for sums of which each part
/// has its own.
template <class Work>
void parallel_parts(std::int64_t parts, std::int64_t count, const Work& work) {
  parallel_ranges(parts, 1, [&](std::int64_t first, std::int64_t last) {
    for (std::int64_t k = first; k < last; ++k) {
      work(k, count * k / parts, count * (k + 1) / parts);
    }
  });
}

}  // namespace akin::nn
