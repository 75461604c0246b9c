#pragma once

#include <filesystem>

#include "akin/data/array_values.h"

namespace akin::data {

/// Whether a file, plain or compressed, is a table with an image in each row. Looks at its first
/// rows only; never throws on what they hold.
bool is_image_table(const std::filesystem::path& path);

/// Reads a table, with or without a header, separated by commas, semicolons or tabs. A row has
/// the pixels of an image, in columns or as one cell of numbers with blanks between (FER2013), and
/// may have a label: ArrayOptions::label_column; else a column with a name such as "label"; else
/// the first or last column, by its values. A column "Usage" (Training, PublicTest, PrivateTest)
/// names the part; without one the test part is a file beside it (test_names()).
/// Errors: rows of other lengths and cells that are no numbers, with the line.
RawParts read_csv_arrays(const std::filesystem::path& path, const ArrayOptions& options);

}  // namespace akin::data
