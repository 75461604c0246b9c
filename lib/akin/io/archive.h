#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <span>
#include <string>

#include "akin/io/file.h"

namespace akin::io {

/// A regular file of an archive, while it is its turn.
class ArchiveFile {
 public:
  ArchiveFile(void* archive, std::string name, std::uint64_t size)
      : archive_(archive), name_(std::move(name)), size_(size) {}

  /// Its path in the archive, with "/" between folders.
  [[nodiscard]] const std::string& name() const { return name_; }
  /// In bytes, as the archive says; 0 where it does not.
  [[nodiscard]] std::uint64_t size() const { return size_; }
  /// Its content, once. Errors: damaged, encrypted, or more than `limit` bytes.
  [[nodiscard]] Bytes read(std::uint64_t limit) const;
  /// The bytes that come next; fewer than `to.size()` only at the end. Errors: damaged, encrypted.
  std::size_t read_next(std::span<std::uint8_t> to) const;

 private:
  void* archive_;
  std::string name_;
  std::uint64_t size_;
};

/// Whether the file is a zip, 7z, tar or compressed tar archive (gzip, bzip2, xz, zstd). A single
/// compressed file is none.
bool is_archive(const std::filesystem::path& path);

/// Passes the regular files of an archive to `take` in their order, until it returns false; a file
/// that is not read is skipped. Nothing is written to disk. Errors: not an archive, damaged, more
/// than five million entries.
void each_file(const std::filesystem::path& path, const std::function<bool(ArchiveFile&)>& take);

/// What a file of so many bytes may unpack to: 64 MiB and a hundred times its size, far above what
/// data compress to and a tenth of what a file made to fill the memory does.
std::uint64_t unpacked_limit(std::uint64_t packed_size);

/// A file that may be compressed by gzip, bzip2, xz or zstd, read from its start to its end.
class DecompressedFile {
 public:
  /// Errors: those of RegularFile.
  explicit DecompressedFile(const std::filesystem::path& path);

  [[nodiscard]] bool compressed() const { return compressed_; }
  /// The bytes that come next; fewer than `to.size()` only at the end. Errors: damaged, cut off,
  /// more than unpacked_limit().
  std::size_t read(std::span<std::uint8_t> to);

 private:
  std::string name_;
  bool compressed_;
  std::uint64_t left_;
  std::function<std::size_t(std::span<std::uint8_t>)> next_;
};

/// The whole content of a DecompressedFile. Errors: its own, or more than `limit` bytes.
Bytes read_decompressed(const std::filesystem::path& path, std::uint64_t limit);

}  // namespace akin::io
