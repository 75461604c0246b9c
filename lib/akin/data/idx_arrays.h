#pragma once

#include <filesystem>

#include "akin/data/array_values.h"

namespace akin::data {

/// Whether the name is one of an IDX file: "train-images-idx3-ubyte", "train-images.idx3-ubyte.gz".
bool is_idx_name(const std::string& name);

/// Whether the folder, or `raw` in it (torchvision's MNIST/raw), has IDX files of images.
bool is_idx_folder(const std::filesystem::path& folder);

/// Reads a file of images and, from its folder, its labels ("labels" for "images" in its name) and
/// its test part (test_names()).
RawParts read_idx_arrays(const std::filesystem::path& path, const ArrayOptions& options);

/// Errors: several training files, which it lists.
RawParts read_idx_folder(const std::filesystem::path& folder, const ArrayOptions& options);

}  // namespace akin::data
