#include "akin/io/byte_store.h"

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <string>
#include <system_error>
#include <utility>

#include <sys/mman.h>
#include <unistd.h>

#include "akin/base/require.h"
#include "akin/io/file.h"

namespace akin::io {

std::filesystem::path folder_for_large_files() {
  const char* folder = std::getenv("TMPDIR");  // NOLINT(concurrency-mt-unsafe)
  return folder != nullptr && *folder != '\0' ? folder : "/var/tmp";
}

ByteStore::ByteStore(std::size_t most_in_memory, std::filesystem::path folder)
    : most_in_memory_(most_in_memory), folder_(std::move(folder)) {}

ByteStore::~ByteStore() {
  if (mapped_ != nullptr) {
    munmap(mapped_, capacity_);
  }
  if (file_ >= 0) {
    close(file_);
  }
}

void ByteStore::append(std::span<const std::uint8_t> bytes) {
  if (file_ < 0 && bytes.size() <= most_in_memory_ - std::min(size_, most_in_memory_)) {
    memory_.insert(memory_.end(), bytes.begin(), bytes.end());
    size_ += bytes.size();
    return;
  }
  if (file_ < 0) {
    open_file();
    size_ = 0;
    write(memory_);
    memory_ = {};
  }
  write(bytes);
  if (size_ > capacity_) {
    map(2 * size_);
  }
}

void ByteStore::open_file() {
  std::string name = (folder_ / "akin-XXXXXX").string();
  file_ = mkstemp(name.data());
  if (file_ < 0) {
    fail_to_store(errno);
  }
  unlink(name.c_str());  // the file disappears with the process, however it ends
}

void ByteStore::write(std::span<const std::uint8_t> bytes) {
  while (!bytes.empty()) {
    const ssize_t written = ::write(file_, bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) {
      continue;
    }
    if (written <= 0) {
      fail_to_store(errno);
    }
    bytes = bytes.subspan(static_cast<std::size_t>(written));
    size_ += static_cast<std::size_t>(written);
  }
}

void ByteStore::map(std::size_t capacity) {
  void* mapped = mapped_ == nullptr ? mmap(nullptr, capacity, PROT_READ, MAP_SHARED, file_, 0)
                                    : mremap(mapped_, capacity_, capacity, MREMAP_MAYMOVE);
  if (mapped == MAP_FAILED) {
    fail_to_store(errno);
  }
  mapped_ = static_cast<std::uint8_t*>(mapped);
  capacity_ = capacity;
}

void ByteStore::fail_to_store(int error) const {
  fail("[data] expected room for a temporary file in {}, got: {}; set TMPDIR to a folder with room",
       folder_.string(), system_message(error));
}

}  // namespace akin::io
