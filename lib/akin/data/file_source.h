#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "akin/io/file.h"

namespace akin::data {

/// The files of a folder or an archive.
class FileSource {
 public:
  virtual ~FileSource() = default;

  /// Relative paths with "/" between folders.
  [[nodiscard]] const std::vector<std::string>& names() const { return names_; }
  /// Changes when a file does: sizes and times.
  [[nodiscard]] const std::string& stamp() const { return stamp_; }

  /// Receives a file's index and its content; nothing where it could not be read.
  using Take = std::function<void(std::size_t index, io::Bytes content)>;
  /// Passes the files `wanted`, ascending indices, to `take` from the calling thread.
  virtual void read(std::span<const std::size_t> wanted, const Take& take) const = 0;

 protected:
  std::vector<std::string> names_;
  std::string stamp_;
};

/// Lists a folder with its sub-folders (links are followed), or an archive. Errors: more than five
/// million files, a damaged archive.
std::unique_ptr<FileSource> open_files(const std::filesystem::path& path);

}  // namespace akin::data
