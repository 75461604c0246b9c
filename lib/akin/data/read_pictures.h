#pragma once

#include <filesystem>

#include "akin/data/source_images.h"

namespace akin::data {

/// Reads the pictures of a folder or an archive, see picture_layout(), as images of one size. They
/// are decoded on all cores; of a large set the result is kept in `cache` (a folder; empty: none)
/// and used again while no file changes. Colour if one of at most 256 pictures, spread over all,
/// is. Errors: no picture that can be read, only pictures of one colour, those of picture_layout().
SourceImages read_pictures(const std::filesystem::path& path, const ImageOptions& options,
                           const std::filesystem::path& cache = {},
                           const ReadingProgress& progress = {});

}  // namespace akin::data
