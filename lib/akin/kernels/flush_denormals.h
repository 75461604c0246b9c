#pragma once

#if defined(__SSE__)
#include <xmmintrin.h>
#endif

namespace akin::kernels {

/// Flushes denormals (|x| < 2^-126) to zero on this thread while it lives: processors are slow with
/// them, and the Adam moments of weights whose gradient stays 0 decay to denormals. Does nothing on
/// processors without SSE.
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
  FlushDenormals() {}  // not defaulted, so that a variable of it does not count as unused
  ~FlushDenormals() {}
#endif
  FlushDenormals(const FlushDenormals&) = delete;
  FlushDenormals& operator=(const FlushDenormals&) = delete;

 private:
#if defined(__SSE__)
  unsigned before_;
#endif
};

}  // namespace akin::kernels
