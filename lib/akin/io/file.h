#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace akin::io {

using Bytes = std::vector<std::uint8_t>;

inline std::string_view as_text(std::span<const std::uint8_t> bytes) {
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

/// The operating system's message for an errno value.
std::string system_message(int error);

/// A regular file opened for reading. Anything else that a run or a data set from somebody else may
/// have in its place (a device, which never ends; a pipe, which makes the reader wait; a folder) is
/// an error, as is a missing file.
class RegularFile {
 public:
  explicit RegularFile(const std::filesystem::path& path);
  ~RegularFile();
  RegularFile(const RegularFile&) = delete;
  RegularFile& operator=(const RegularFile&) = delete;

  /// In bytes, as the file system reports it: 0 for a file in /proc.
  [[nodiscard]] std::uint64_t size() const { return size_; }
  /// Up to `to.size()` bytes from `offset`; fewer only at the end. Returns their number.
  std::size_t read(std::uint64_t offset, std::span<std::uint8_t> to) const;

 private:
  std::string name_;
  int fd_;
  std::uint64_t size_ = 0;
};

/// The whole regular file. Errors: those of RegularFile, or more than `limit` bytes.
Bytes read_file(const std::filesystem::path& path, std::uint64_t limit = std::uint64_t{8} << 30U);
std::string read_text(const std::filesystem::path& path,
                      std::uint64_t limit = std::uint64_t{1} << 30U);

/// A file, pipe or device that the user names on the command line. Errors: it is missing, is a
/// folder, or has more than `limit` bytes.
std::string read_input(const std::filesystem::path& path, std::uint64_t limit);

/// The first `count` bytes of a regular file, or all that it has.
Bytes read_start(const std::filesystem::path& path, std::size_t count);

/// Passes a regular file to `take` in order, in chunks of at most `chunk` bytes, so that it may be
/// larger than memory.
void read_chunks(const std::filesystem::path& path,
                 const std::function<void(std::string_view bytes)>& take,
                 std::size_t chunk = std::size_t{1} << 20U);

/// Replaces a file atomically: writes to a temporary name in the same folder, flushes to disk, then
/// renames. If the process is killed or the disk is full, either the old or the new file remains,
/// never a partial one. Creates missing folders.
void write_atomically(const std::filesystem::path& path, std::span<const std::uint8_t> bytes);
void write_atomically(const std::filesystem::path& path, std::string_view text);

/// The same for libraries that write files themselves: `write` fills the temporary file.
void write_atomically(const std::filesystem::path& path,
                      const std::function<void(const std::filesystem::path& temporary)>& write);

}  // namespace akin::io
