#include "akin/base/memory.h"

#include <cstdlib>  // says whether this is glibc

#if defined(__GLIBC__)
#include <malloc.h>
#endif

namespace akin {

void keep_freed_memory() {
#if defined(__GLIBC__)
  constexpr int most_of_one = 1 << 25;  // larger ones are always mapped by themselves
  constexpr int kept = 1 << 29;
  constexpr int asked_at_once = 1 << 26;
  mallopt(M_MMAP_THRESHOLD, most_of_one);
  mallopt(M_TRIM_THRESHOLD, kept);
  mallopt(M_TOP_PAD, asked_at_once);
#endif
}

}  // namespace akin
