#pragma once

#if defined(__SSE__)
#include <xmmintrin.h>
#endif

namespace akin::numerics {

/// Numbers nearer to 0 than 2^-126 count as 0 within its life, for this thread: processors are
/// slow with them. The moments of weights whose gradient has stayed 0
/// become such numbers. Without effect where it is not known how.
class FlushDenormals {
 public:
#if defined(__SSE__)
  FlushDenormals() : before_(_mm_getcsr()) {
    constexpr unsigned results = 0x8000;
    constexpr unsigned arguments = 0x0040;
    _mm_setcsr(before_ | results | arguments);
  }
  ~FlushDenormals() {
    _mm_setcsr(before_);
  }
#else
  FlushDenormals() {}  // not defaulted: a variable of it is used for its life
  ~FlushDenormals() {}
#endif
  FlushDenormals(const FlushDenormals&) = delete;
  FlushDenormals& operator=(const FlushDenormals&) = delete;

 private:
#if defined(__SSE__)
  unsigned before_;
#endif
};

}  // namespace akin::numerics
