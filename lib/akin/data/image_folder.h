#pragma once

#include <filesystem>

#include "akin/data/images.h"

namespace akin::data {

/// The PNG files of a folder as grey images (luma of ITU-R BT.601), in the order of their names.
/// PNGs in its sub-folders are labelled: each sub-folder is a class, classes sorted by name; a flat
/// folder is unlabelled. Errors: no PNG at all, PNGs both beside and inside sub-folders, one of
/// another size than the first (the message names it and both sizes), more than 256 classes.
Images read_image_folder(const std::filesystem::path& folder);

}  // namespace akin::data
