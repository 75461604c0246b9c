#pragma once

#include <filesystem>
#include <optional>
#include <vector>

namespace akin::io {

/// Exclusive use of a folder by one process: a file in it, locked by flock(2), so that the lock
/// ends with the process, however that ends.
class FolderLock {
 public:
  static constexpr const char* file_name = ".akin.lock";

  /// Makes the folder and missing parents, and locks it; nullopt: another process uses it. On file
  /// systems without locks every attempt succeeds. Error: the folder cannot be made or written to.
  static std::optional<FolderLock> try_lock(const std::filesystem::path& folder);

  /// Removes the lock file, and the folders that try_lock() made if they are still empty.
  ~FolderLock();
  FolderLock(FolderLock&& other) noexcept;
  FolderLock& operator=(FolderLock&& other) noexcept;

 private:
  FolderLock() = default;
  void make(const std::filesystem::path& folder);
  bool lock_file(const std::filesystem::path& folder);

  std::filesystem::path path_;               // of the lock file
  std::vector<std::filesystem::path> made_;  // folders, outermost first
  int fd_ = -1;
};

}  // namespace akin::io
