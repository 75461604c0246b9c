#include "akin/io/file.h"

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <system_error>
#include <utility>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "akin/base/require.h"

namespace akin::io {
namespace fs = std::filesystem;
namespace {

class Descriptor {
 public:
  Descriptor(const fs::path& path, int flags)
      : fd_(::open(path.c_str(), flags | O_CLOEXEC, 0666)) {}
  ~Descriptor() { close(); }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;

  [[nodiscard]] int get() const { return fd_; }
  bool close() { return fd_ < 0 || ::close(std::exchange(fd_, -1)) == 0; }

 private:
  int fd_;
};

/// A file or pipe opened for reading.
class Input {
 public:
  explicit Input(const fs::path& path) : path_(path), file_(path, O_RDONLY) {
    struct stat status {};
    require(file_.get() >= 0 && fstat(file_.get(), &status) == 0,
            "[{}] expected a file to read, got: {}", path.string(), system_message(errno));
    require(!S_ISDIR(status.st_mode), "[{}] expected a file to read, got a folder", path.string());
    size_ = static_cast<std::uint64_t>(status.st_size);
  }

  /// As the file system reports it: 0 for a pipe or a file in /proc.
  [[nodiscard]] std::uint64_t size() const { return size_; }

  /// Reads up to `count` bytes; 0 at the end.
  std::size_t read(void* to, std::size_t count) const {
    ssize_t got = 0;
    do {
      got = ::read(file_.get(), to, count);
    } while (got < 0 && errno == EINTR);
    require(got >= 0, "[{}] expected to read it, got: {}", path_.string(), system_message(errno));
    return static_cast<std::size_t>(got);
  }

 private:
  const fs::path& path_;
  Descriptor file_;
  std::uint64_t size_ = 0;
};

template <class Container>
Container read_all(const fs::path& path, std::uint64_t limit) {
  const Input file(path);
  Container content;
  std::size_t done = 0;
  for (std::size_t got = 1; got > 0; done += got) {
    // The reported size is only a hint; the file ends where read() returns nothing.
    if (done == content.size()) {
      require(std::max<std::uint64_t>(file.size(), done) <= limit,
              "[{}] expected at most {} bytes, got more", path.string(), limit);
      content.resize(std::max<std::size_t>({file.size() + 1, 2 * done, 4096}));
    }
    got = file.read(content.data() + done, content.size() - done);
  }
  require(done <= limit, "[{}] expected at most {} bytes, got {}", path.string(), limit, done);
  content.resize(done);
  return content;
}

[[noreturn]] void cannot_write(const fs::path& path, const std::string& why) {
  fail("[{}] expected to write it, got: {}; free some space or choose another place", path.string(),
       why);
}

void write_all(const fs::path& path, std::span<const std::uint8_t> bytes) {
  Descriptor file(path, O_WRONLY | O_CREAT | O_TRUNC);
  bool ok = file.get() >= 0;
  while (ok && !bytes.empty()) {
    const ssize_t put = ::write(file.get(), bytes.data(), bytes.size());
    ok = put >= 0 || errno == EINTR;
    bytes = bytes.subspan(put > 0 ? static_cast<std::size_t>(put) : 0);
  }
  if (!ok || !file.close()) {
    throw std::system_error(errno, std::generic_category());
  }
}

void flush(const fs::path& file) {
  const Descriptor opened(file, O_RDONLY);
  if (opened.get() < 0 || fsync(opened.get()) != 0) {
    throw std::system_error(errno, std::generic_category());
  }
}

/// A name in the folder of `path` that no other process or thread uses.
fs::path temporary_beside(const fs::path& path) {
  static std::atomic<std::uint64_t> count = 0;
  return fmt::format("{}.{}-{}.tmp", path.string(), getpid(), count++);
}

class Remover {
 public:
  explicit Remover(fs::path path) : path_(std::move(path)) {}
  ~Remover() {
    std::error_code ignored;
    fs::remove(path_, ignored);
  }
  Remover(const Remover&) = delete;
  Remover& operator=(const Remover&) = delete;

 private:
  fs::path path_;
};

}  // namespace

std::string system_message(int error) {
  return std::generic_category().message(error);
}

Bytes read_file(const fs::path& path, std::uint64_t limit) {
  return read_all<Bytes>(path, limit);
}

std::string read_text(const fs::path& path, std::uint64_t limit) {
  return read_all<std::string>(path, limit);
}

void read_chunks(const fs::path& path, const std::function<void(std::string_view bytes)>& take,
                 std::size_t chunk) {
  const Input file(path);
  std::string buffer(chunk, '\0');
  while (const std::size_t got = file.read(buffer.data(), chunk)) {
    take(std::string_view(buffer).substr(0, got));
  }
}

void write_atomically(const fs::path& path, std::span<const std::uint8_t> bytes) {
  write_atomically(path, [&](const fs::path& temporary) { write_all(temporary, bytes); });
}

void write_atomically(const fs::path& path, std::string_view text) {
  const auto* data = reinterpret_cast<const std::uint8_t*>(text.data());
  write_atomically(path, std::span(data, text.size()));
}

void write_atomically(const fs::path& path,
                      const std::function<void(const fs::path& temporary)>& write) {
  try {
    const fs::path folder = path.has_parent_path() ? path.parent_path() : fs::path(".");
    fs::create_directories(folder);
    const fs::path temporary = temporary_beside(path);
    const Remover remover(temporary);
    write(temporary);
    flush(temporary);
    fs::rename(temporary, path);
    // The file is complete, so a file system that cannot flush folders is no error.
    const Descriptor opened(folder, O_RDONLY | O_DIRECTORY);
    (void)fsync(opened.get());
  } catch (const std::system_error& error) {
    cannot_write(path, error.code().message());
  }
}

}  // namespace akin::io
