#include "akin/data/array_images.h"

#include "akin/base/require.h"
#include "akin/data/array_names.h"
#include "akin/data/array_values.h"
#include "akin/data/cifar_arrays.h"
#include "akin/data/csv_arrays.h"
#include "akin/data/idx_arrays.h"
#include "akin/data/npy_arrays.h"
#include "akin/io/archive.h"
#include "akin/io/idx.h"
#include "akin/io/npy.h"

namespace akin::data {
namespace {

namespace fs = std::filesystem;

using Read = RawParts (*)(const fs::path& path, const ArrayOptions& options);

RawParts refuse_pickle(const fs::path& path, const ArrayOptions&) {
  fail("[{}] expected arrays, got a pickle, which only Python can read; save them by numpy.save()",
       path.string());
}

Read reader_of_folder(const fs::path& folder) {
  return is_idx_folder(folder)     ? read_idx_folder
         : is_cifar_folder(folder) ? read_cifar_folder
                                   : nullptr;
}

/// By the name alone: a file in whose place something else stands is still meant as an array, and
/// its reader says what it is.
Read reader_of_name(const std::string& name) {
  const std::string plain = without_packing(name);
  return is_idx_name(plain)        ? read_idx_arrays
         : plain.ends_with(".npy") ? read_npy_arrays
         : plain.ends_with(".npz") ? read_npz_arrays
                                   : nullptr;
}

bool starts_a_pickle(std::span<const std::uint8_t> start) {
  return start.size() > 2 && start[0] == 0x80 && start[1] >= 2 && start[1] <= 5;
}

Read reader_of_content(const fs::path& path) {
  if (io::is_archive(path)) {
    return is_npz(path) ? read_npz_arrays : is_cifar_archive(path) ? read_cifar_archive : nullptr;
  }
  io::DecompressedFile file(path);
  const io::Bytes start =
      io::read_up_to([&](std::span<std::uint8_t> to) { return file.read(to); }, 1024);
  if (io::is_idx(start)) {
    return read_idx_arrays;
  }
  if (io::is_npy(start)) {
    return read_npy_arrays;
  }
  if (is_cifar_batch(path)) {
    return read_cifar_batch;
  }
  if (starts_a_pickle(start)) {
    return refuse_pickle;
  }
  const bool text = std::find(start.begin(), start.end(), 0) == start.end();
  return text && is_image_table(path) ? read_csv_arrays : nullptr;
}

Read reader_of(const fs::path& path) {
  try {
    if (fs::is_directory(path)) {
      return reader_of_folder(path);
    }
    if (const Read read = reader_of_content(path)) {
      return read;
    }
  } catch (const Error&) {  // damaged or not to be read
  } catch (const fs::filesystem_error&) {
  }
  std::error_code ignored;
  return fs::is_regular_file(path, ignored) ? reader_of_name(path.filename().string()) : nullptr;
}

}  // namespace

bool holds_arrays(const fs::path& path) {
  return reader_of(path) != nullptr;
}

ArrayParts read_arrays(const fs::path& path, const ArrayOptions& options) {
  const Read read = reader_of(path);
  require(read != nullptr,
          "[{}] expected images as numbers (IDX, CSV, .npy, .npz, CIFAR), got others",
          path.string());
  return make_array_images(read(path, options));
}

}  // namespace akin::data
