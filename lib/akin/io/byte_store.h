#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <span>
#include <vector>

namespace akin::io {

/// $TMPDIR, or /var/tmp, which lies on a disk where /tmp may lie in memory.
std::filesystem::path folder_for_large_files();

/// Bytes that grow at their end. A few lie in memory; more than `most_in_memory` lie in a temporary
/// file without a name, mapped for reading, of which the system keeps what is in use and drops the
/// rest: data may be larger than memory.
class ByteStore {
 public:
  explicit ByteStore(std::size_t most_in_memory = std::size_t{256} << 20U,
                     std::filesystem::path folder = folder_for_large_files());
  ~ByteStore();
  ByteStore(const ByteStore&) = delete;
  ByteStore& operator=(const ByteStore&) = delete;

  /// Error: no room for the file, which names its folder.
  void append(std::span<const std::uint8_t> bytes);

  /// Valid until the next append().
  [[nodiscard]] const std::uint8_t* data() const { return file_ < 0 ? memory_.data() : mapped_; }
  [[nodiscard]] std::size_t size() const { return size_; }
  [[nodiscard]] bool in_memory() const { return file_ < 0; }

 private:
  void open_file();
  void write(std::span<const std::uint8_t> bytes);
  void map(std::size_t capacity);
  [[noreturn]] void fail_to_keep(int error) const;

  std::size_t most_in_memory_;
  std::filesystem::path folder_;
  std::vector<std::uint8_t> memory_;
  int file_ = -1;
  std::uint8_t* mapped_ = nullptr;
  std::size_t capacity_ = 0;  ///< of the mapping, which may reach beyond the file
  std::size_t size_ = 0;
};

}  // namespace akin::io
