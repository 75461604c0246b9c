#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "akin/base/image_size.h"

namespace akin::data {

/// Images that a file holds as numbers.
struct ArrayImages {
  ImageSize size;
  std::vector<std::uint8_t> values;  ///< [count, channels, height, width]
  std::vector<std::string> labels;   ///< [count], as the file has them: "7", "cat"; or empty

  [[nodiscard]] std::int64_t count() const {
    return size.values() == 0 ? 0 : static_cast<std::int64_t>(values.size() / size.values());
  }
};

/// The parts that a source has itself; those it lacks are empty.
struct ArrayParts {
  ArrayImages train;
  ArrayImages validation;
  ArrayImages test;
  std::vector<std::string> notes;  ///< for people: what was scaled, chosen or left out
};

struct ArrayOptions {
  /// The column of a table, or of an IDX file of several labels a row: a name, a number from 0,
  /// "first", "last", "none"; empty: found by its name or its values.
  std::string label_column;
};

/// Whether a file, plain or compressed, or a folder holds images as numbers: IDX, CSV, NumPy's .npy
/// and .npz, CIFAR's binary batches.
bool holds_arrays(const std::filesystem::path& path);

/// Reads them; test and validation parts and labels are found beside the file under their usual
/// names. Errors name the file.
ArrayParts read_arrays(const std::filesystem::path& path, const ArrayOptions& options = {});

}  // namespace akin::data
