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

template <class Container>
Container read_all(const fs::path& path, std::uint64_t limit) {
  const Descriptor file(path, O_RDONLY);
  require(file.get() >= 0, "[{}] expected a file to read, got: {}", path.string(),
          system_message(errno));
  struct stat status {};
  require(fstat(file.get(), &status) == 0, "[{}] expected a file to read, got: {}", path.string(),
          system_message(errno));
  require(!S_ISDIR(status.st_mode), "[{}] expected a file to read, got a folder", path.string());
  const auto size = static_cast<std::uint64_t>(status.st_size);

  Container content;
  std::size_t done = 0;
  for (;;) {
    // A pipe or a file below /proc says size 0; whatever the size says, only the end is the end.
    if (done == content.size()) {
      require(std::max<std::uint64_t>(size, done) <= limit,
              "[{}] expected at most {} bytes, got more", path.string(), limit);
      content.resize(std::max<std::size_t>({size + 1, 2 * done, 4096}));
    }
    const ssize_t got = ::read(file.get(), content.data() + done, content.size() - done);
    if (got == 0) {
      break;
    }
    require(got > 0 || errno == EINTR, "[{}] expected to read it, got: {}", path.string(),
            system_message(errno));
    done += got > 0 ? static_cast<std::size_t>(got) : 0;
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

/// Beside `path`, of no other process and no other thread.
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
    // The file is in place; a file system that cannot flush folders is no reason to say otherwise.
    const Descriptor opened(folder, O_RDONLY | O_DIRECTORY);
    (void)fsync(opened.get());
  } catch (const std::system_error& error) {
    cannot_write(path, error.code().message());
  }
}

}  // namespace akin::io
