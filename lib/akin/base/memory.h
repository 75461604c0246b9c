#pragma once

namespace akin {

/// Freed memory stays with the process, up to half a GiB of it, instead of going back to the system
/// and being cleared, page by page, when the next step asks for it again: a sixth to a fifth of a
/// small VAE's training step. For programs, at their start; nothing happens with other libraries
/// than glibc.
void keep_freed_memory();

}  // namespace akin
