#include "akin/io/folder_lock.h"

#include <cerrno>
#include <system_error>
#include <utility>

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "akin/base/require.h"
#include "akin/io/file.h"

namespace akin::io {

namespace fs = std::filesystem;

namespace {

/// Whether the open file is still the one at `path`: its owner may just have removed it.
bool is_at(int fd, const fs::path& path) {
  struct stat opened {};
  struct stat named {};
  return fstat(fd, &opened) == 0 && lstat(path.c_str(), &named) == 0 &&
         opened.st_dev == named.st_dev && opened.st_ino == named.st_ino;
}

bool is_regular(int fd) {
  struct stat status {};
  return fstat(fd, &status) == 0 && S_ISREG(status.st_mode);
}

}  // namespace

std::optional<FolderLock> FolderLock::try_lock(const fs::path& folder) {
  FolderLock lock;
  do {
    lock.make(folder);
    if (!lock.lock_file(folder)) {
      return std::nullopt;
    }
  } while (lock.fd_ < 0);
  return lock;
}

void FolderLock::make(const fs::path& folder) {
  std::error_code error;
  std::vector<fs::path> missing;
  for (fs::path path = folder; !path.empty() && !fs::exists(path, error);
       path = path.parent_path()) {
    missing.insert(missing.begin(), path);
  }
  error.clear();
  for (auto path = missing.begin(); path != missing.end() && !error; ++path) {
    if (fs::create_directory(*path, error)) {
      made_.push_back(*path);
    }
  }
  // Another owner may just have removed a folder that it had made: try_lock() tries again.
  const bool gone = error == std::errc::no_such_file_or_directory;
  std::error_code ignored;
  require(gone || (!error && (fs::is_directory(folder, ignored) || !fs::exists(folder, ignored))),
          "[{}] expected to make this folder, got: {}; choose another --out", folder.string(),
          error ? error.message() : "a file is in the way");
}

/// False: another process has it. With no descriptor: its owner is just removing it, try again.
bool FolderLock::lock_file(const fs::path& folder) {
  path_ = folder / file_name;
  const int fd =
      ::open(path_.c_str(), O_RDWR | O_CREAT | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC, 0666);
  if (fd < 0) {
    require(errno == ENOENT, "[{}] expected a folder to write to, got: {}; choose another --out",
            folder.string(), system_message(errno));
    return true;
  }
  if (flock(fd, LOCK_EX | LOCK_NB) != 0 && errno == EWOULDBLOCK) {
    ::close(fd);
    return false;
  }
  if (!is_at(fd, path_)) {
    ::close(fd);
    return true;
  }
  const bool regular = is_regular(fd);
  if (!regular) {
    ::close(fd);
  }
  require(regular, "[{}] expected a regular file, got another kind; remove it", path_.string());
  fd_ = fd;
  return true;
}

FolderLock::~FolderLock() {
  if (fd_ >= 0) {
    ::unlink(path_.c_str());  // before the lock ends: later it could be the next owner's
    ::close(fd_);
  }
  for (auto folder = made_.rbegin(); folder != made_.rend(); ++folder) {
    ::rmdir(folder->c_str());  // fails unless it is empty
  }
}

FolderLock::FolderLock(FolderLock&& other) noexcept
    : path_(std::move(other.path_)),
      made_(std::move(other.made_)),
      fd_(std::exchange(other.fd_, -1)) {}

FolderLock& FolderLock::operator=(FolderLock&& other) noexcept {
  std::swap(path_, other.path_);
  std::swap(made_, other.made_);
  std::swap(fd_, other.fd_);
  return *this;
}

}  // namespace akin::io
