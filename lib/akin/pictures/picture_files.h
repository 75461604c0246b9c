#pragma once

#include <filesystem>
#include <span>

#include "akin/pictures/picture.h"

namespace akin::pictures {

// PNG and GIF files through libgd. Written atomically; equal pictures give equal bytes.

void write_png(const std::filesystem::path& path, const Picture& picture);

/// Errors: not a PNG file, damaged, or a side above longest_side, which is checked before decoding.
Picture read_png(const std::filesystem::path& path);

/// Writes an animation that loops. Identical consecutive frames become one with a longer duration.
void write_gif(const std::filesystem::path& path, std::span<const Picture> frames,
               int hundredths_per_frame, int hundredths_last_frame);

}  // namespace akin::pictures
