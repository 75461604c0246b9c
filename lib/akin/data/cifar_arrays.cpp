#include "akin/data/cifar_arrays.h"

#include <algorithm>
#include <map>
#include <sstream>

#include "akin/base/require.h"
#include "akin/data/array_names.h"
#include "akin/io/archive.h"

namespace akin::data {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t cifar_values = std::size_t{3} * 32 * 32;
constexpr std::uint64_t largest_batch = std::uint64_t{1} << 30U;

/// Batches and lists of names by the names of their files.
using CifarFiles = std::map<std::string, io::Bytes>;

bool is_train_batch(const std::string& name) {
  return name == "train.bin" || (name.starts_with("data_batch_") && name.ends_with(".bin"));
}

bool is_test_batch(const std::string& name) {
  return name == "test.bin" || name == "test_batch.bin";
}

bool is_list_of_names(const std::string& name) {
  return name == "batches.meta.txt" || name == "fine_label_names.txt" ||
         name == "coarse_label_names.txt";
}

/// Of the version for Python; CIFAR-100's have names that anything may have.
bool is_pickle(const std::string& name) {
  return name == "test_batch" || name == "batches.meta" ||
         (name.starts_with("data_batch_") && name.find('.') == std::string::npos);
}

[[noreturn]] void refuse_pickles(const fs::path& path) {
  fail(
      "[{}] expected the binary version of CIFAR, got the one for Python, whose pickles only "
      "Python "
      "can read; download cifar-10-binary.tar.gz or cifar-100-binary.tar.gz",
      path.string());
}

/// Whether every record of `labels` bytes of labels has classes that CIFAR has.
bool has_records(const io::Bytes& batch, std::size_t labels) {
  const std::size_t record = labels + cifar_values;
  if (batch.empty() || batch.size() % record != 0) {
    return false;
  }
  for (std::size_t at = 0; at < batch.size(); at += record) {
    if (labels == 1 ? batch[at] >= 10 : batch[at] >= 20 || batch[at + 1] >= 100) {
      return false;
    }
  }
  return true;
}

std::vector<std::string> batch_class_names(const CifarFiles& files, const std::string& name) {
  std::vector<std::string> names;
  if (const auto file = files.find(name); file != files.end()) {
    std::istringstream lines(std::string(file->second.begin(), file->second.end()));
    for (std::string line; std::getline(lines, line);) {
      while (!line.empty() && (line.back() == '\r' || line.back() == ' ')) {
        line.pop_back();
      }
      if (!line.empty()) {
        names.push_back(line);
      }
    }
  }
  return names;
}

/// Appends the records of a batch to `part`.
void append_batch(RawPart& part, const io::Bytes& batch, const CifarFiles& files,
                  const std::string& name, const ArrayOptions& options) {
  const std::size_t labels = has_records(batch, 1) ? 1 : 2;
  require(
      has_records(batch, labels),
      "[{}] expected records of 1 or 2 labels and 3072 bytes, as CIFAR's binary version has, got "
      "{} bytes of others",
      name, batch.size());
  const std::int64_t column =
      options.label_column.empty()
          ? static_cast<std::int64_t>(labels) - 1
          : find_column(options.label_column, static_cast<std::int64_t>(labels), name);
  const auto names = batch_class_names(files, labels == 1   ? "batches.meta.txt"
                                              : column == 0 ? "coarse_label_names.txt"
                                                            : "fine_label_names.txt");
  for (std::size_t at = 0; at < batch.size(); at += labels + cifar_values) {
    const auto record = std::span(batch).subspan(at, labels + cifar_values);
    if (column >= 0) {
      const std::size_t label = record[static_cast<std::size_t>(column)];
      part.labels.push_back(label < names.size() ? names[label] : std::to_string(label));
    }
    part.images.values.insert(part.images.values.end(),
                              record.begin() + static_cast<std::ptrdiff_t>(labels), record.end());
  }
  part.name = name;
  part.images.shape = {static_cast<std::int64_t>(part.images.values.size() / cifar_values), 3, 32,
                       32};
}

RawParts read_batches(const CifarFiles& files, const std::string& name,
                      const ArrayOptions& options) {
  RawParts parts;
  parts.train.name = name;
  for (const auto& [file, batch] : files) {
    if (is_train_batch(file) || is_test_batch(file)) {
      append_batch(is_train_batch(file) ? parts.train : parts.test, batch, files,
                   fmt::format("{}: {}", name, file), options);
    }
  }
  require(parts.train.exists(), "[{}] expected data_batch_1.bin or train.bin of CIFAR, got none",
          name);
  return parts;
}

/// The folder itself, or the one of an unpacked archive in it.
fs::path folder_of_batches(const fs::path& folder) {
  for (const char* name : {"cifar-10-batches-bin", "cifar-100-binary", "cifar-10-batches-py"}) {
    if (fs::is_directory(folder / name)) {
      return folder / name;
    }
  }
  return folder;
}

bool is_batch_name(const std::string& name) {
  return is_train_batch(name) || is_test_batch(name) || is_pickle(name);
}

}  // namespace

bool is_cifar_batch(const fs::path& path) {
  const std::string name = path.filename().string();
  const std::uint64_t size = fs::file_size(path);
  return is_pickle(name) || (name.ends_with(".bin") && size > 0 &&
                             (size % (cifar_values + 1) == 0 || size % (cifar_values + 2) == 0));
}

bool is_cifar_folder(const fs::path& folder) {
  const auto files = files_in(folder_of_batches(folder));
  return std::any_of(files.begin(), files.end(), [](const fs::path& file) {
    const std::string name = file.filename().string();
    return is_pickle(name) ||
           ((is_train_batch(name) || is_test_batch(name)) && is_cifar_batch(file));
  });
}

bool is_cifar_archive(const fs::path& path) {
  constexpr int most_looked_at = 4;
  int files = 0;
  bool found = false;
  io::each_file(path, [&](io::ArchiveFile& file) {
    found = is_batch_name(fs::path(file.name()).filename().string()) ||
            file.name().starts_with("cifar-100-python/");
    return !found && ++files < most_looked_at;
  });
  return found;
}

RawParts read_cifar_batch(const fs::path& path, const ArrayOptions& options) {
  const std::string name = path.filename().string();
  if (is_pickle(name)) {
    refuse_pickles(path);
  }
  CifarFiles beside;
  for (const fs::path& file : files_in(path.parent_path())) {
    if (is_list_of_names(file.filename().string())) {
      beside[file.filename().string()] = io::read_file(file, 1U << 16U);
    }
  }
  RawParts parts;
  append_batch(parts.train, io::read_file(path, largest_batch), beside, path.string(), options);
  const char* test = name == "train.bin"    ? "test.bin"
                     : is_train_batch(name) ? "test_batch.bin"
                                            : "";
  if (const auto file = *test == '\0' ? std::nullopt : find_beside(path, test)) {
    append_batch(parts.test, io::read_file(*file, largest_batch), beside, file->string(), options);
  }
  return parts;
}

RawParts read_cifar_folder(const fs::path& folder, const ArrayOptions& options) {
  CifarFiles files;
  bool pickles = false;
  for (const fs::path& file : files_in(folder_of_batches(folder))) {
    const std::string name = file.filename().string();
    pickles = pickles || is_pickle(name);
    if (is_train_batch(name) || is_test_batch(name) || is_list_of_names(name)) {
      files[name] = io::read_file(file, largest_batch);
    }
  }
  if (files.empty() && pickles) {
    refuse_pickles(folder);
  }
  return read_batches(files, folder.string(), options);
}

RawParts read_cifar_archive(const fs::path& path, const ArrayOptions& options) {
  CifarFiles files;
  std::uint64_t left = io::unpacked_limit(fs::file_size(path));
  io::each_file(path, [&](io::ArchiveFile& file) {
    const std::string name = fs::path(file.name()).filename().string();
    if (is_pickle(name) || file.name().starts_with("cifar-100-python/")) {
      refuse_pickles(path);
    }
    if (is_train_batch(name) || is_test_batch(name) || is_list_of_names(name)) {
      left -= (files[name] = file.read(std::min(left, largest_batch))).size();
    }
    return true;
  });
  return read_batches(files, path.string(), options);
}

}  // namespace akin::data
