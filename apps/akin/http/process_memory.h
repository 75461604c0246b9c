#pragma once

namespace akin::app {

/// Lets threads share what others have freed; called before they start. By default glibc keeps
/// freed memory for the threads of one of many arenas.
void share_freed_memory();

/// Returns freed memory to the system, after much of it has been freed at once.
void return_freed_memory();

}  // namespace akin::app
