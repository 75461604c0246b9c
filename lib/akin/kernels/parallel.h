#pragma once

#include <cstdint>
#include <functional>

namespace akin::kernels {

/// Calls work(0), ..., work(count - 1) once each, in any order, on `threads` threads (0:
/// available_threads()). Calls must write to disjoint memory; to sum results independently of the
/// number of threads, store them and sum afterwards. Rethrows an exception of `work` after all
/// threads have ended. nn::parallel_ranges() runs LibTorch operations on LibTorch's own threads.
void parallel_for(std::int64_t count, int threads, const std::function<void(std::int64_t)>& work);

}  // namespace akin::kernels
