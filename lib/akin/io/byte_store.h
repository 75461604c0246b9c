#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <span>
#include <vector>

namespace akin::io {

/// $TMPDIR or /var/tmp, which is on disk even where /tmp is in memory.
std::filesystem::path folder_for_large_files();

/// An append-only byte array. Up to `most_in_memory` bytes are kept in memory; a larger array moves
/// to an unnamed temporary file that is memory-mapped for reading, so that it may exceed memory.
class ByteStore {
 public:
  explicit ByteStore(std::size_t most_in_memory = std::size_t{256} << 20U,
                     std::filesystem::path folder = folder_for_large_files());
  ~ByteStore();
  ByteStore(const ByteStore&) = delete;
  ByteStore& operator=(const ByteStore&) = delete;

  /// Error: no space for the temporary file; the message names its folder.
  void append(std::span<const std::uint8_t> bytes);

  /// Valid until the next append().
  [[nodiscard]] const std::uint8_t* data() const { return file_ < 0 ? memory_.data() : mapped_; }
  [[nodiscard]] std::size_t size() const { return size_; }
  [[nodiscard]] bool in_memory() const { return file_ < 0; }

 private:
  void open_file();
  void write(std::span<const std::uint8_t> bytes);
  void map(std::size_t capacity);
  [[noreturn]] void fail_to_store(int error) const;

  std::size_t most_in_memory_;
  std::filesystem::path folder_;
  std::vector<std::uint8_t> memory_;
  int file_ = -1;
  std::uint8_t* mapped_ = nullptr;
  std::size_t capacity_ = 0;  ///< of the mapping, which may extend beyond the file
  std::size_t size_ = 0;
};

}  // namespace akin::io
