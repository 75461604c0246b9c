#pragma once

#include <cstdint>
#include <functional>

namespace akin::numerics {

/// Calls work(0), ..., work(count - 1), each once, on as many threads as asked for (0: one per
/// core), in no order: what they write must not overlap, and what they sum must be summed
/// afterwards, so that the result is the same for any number of threads. An exception of `work`
/// comes out here, after the other threads have ended.
void parallel_for(std::int64_t count, int threads, const std::function<void(std::int64_t)>& work);

}  // namespace akin::numerics
