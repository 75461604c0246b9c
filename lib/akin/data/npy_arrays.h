#pragma once

#include <filesystem>

#include "akin/data/array_values.h"

namespace akin::data {

/// Whether a zip archive is one of numpy.savez().
bool is_npz(const std::filesystem::path& path);

/// Reads images from x_train.npy or the like; their labels and other parts come from files beside
/// it with "labels" for "images", "y" for "x", and "test" or "val" for "train" in their names.
RawParts read_npy_arrays(const std::filesystem::path& path, const ArrayOptions& options);

/// Reads the arrays of an archive by their names: x_train, y_train, x_test, y_test (Keras),
/// train_images, train_labels, val_images, ..., test_labels (MedMNIST), images, labels, data,
/// target, X, y, arr_0, arr_1. Others are left out with a note. Errors: no images.
RawParts read_npz_arrays(const std::filesystem::path& path, const ArrayOptions& options);

}  // namespace akin::data
