#include "http/process_memory.h"

#include <malloc.h>

namespace akin::app {

void share_freed_memory() {
#ifdef M_ARENA_MAX
  ::mallopt(M_ARENA_MAX, 2);
#endif
}

void return_freed_memory() {
#ifdef __GLIBC__
  ::malloc_trim(0);
#endif
}

}  // namespace akin::app
