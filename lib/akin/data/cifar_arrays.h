#pragma once

#include <filesystem>

#include "akin/data/array_values.h"

namespace akin::data {

// The binary version of CIFAR-10 and CIFAR-100 (Krizhevsky 2009): records of one or two bytes of
// labels (CIFAR-100: coarse, fine) and 3 x 32 x 32 bytes of pixels, channel by channel.

/// Whether it is a batch (data_batch_1.bin, train.bin, ...), a folder of them, or their archive.
/// The version for Python counts as one, so that read_cifar() can say what to do.
bool is_cifar_batch(const std::filesystem::path& path);
bool is_cifar_folder(const std::filesystem::path& folder);
bool is_cifar_archive(const std::filesystem::path& path);

/// Classes have the names of batches.meta.txt or fine_label_names.txt beside the batches.
/// Errors: the version for Python, which consists of pickles.
RawParts read_cifar_batch(const std::filesystem::path& path, const ArrayOptions& options);
RawParts read_cifar_folder(const std::filesystem::path& folder, const ArrayOptions& options);
RawParts read_cifar_archive(const std::filesystem::path& path, const ArrayOptions& options);

}  // namespace akin::data
