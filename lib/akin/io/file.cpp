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
  explicit Descriptor(int fd) : fd_(fd) {}
  Descriptor(const fs::path& path, int flags)
      : Descriptor(::open(path.c_str(), flags | O_CLOEXEC, 0666)) {}
  ~Descriptor() { close(); }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;

  [[nodiscard]] int get() const { return fd_; }
  bool close() { return fd_ < 0 || ::close(std::exchange(fd_, -1)) == 0; }

 private:
  int fd_;
};

/// What stands where a regular file was expected.
const char* kind_of(mode_t mode) {
  return S_ISDIR(mode)    ? "a folder"
         : S_ISFIFO(mode) ? "a pipe"
         : S_ISSOCK(mode) ? "a socket"
                          : "a device";
}

int open_to_read(const std::string& path, int flags) {
  const int fd = ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOCTTY | flags);
  require(fd >= 0, "[{}] expected a file to read, got: {}", path, system_message(errno));
  return fd;
}

mode_t mode_of(int fd) {
  struct stat status {};
  return fstat(fd, &status) == 0 ? status.st_mode : mode_t{0};
}

/// read() or pread(), again if a signal interrupts it.
template <class Read>
std::size_t checked_read(const std::string& path, const Read& read) {
  ssize_t got = 0;
  do {
    got = read();
  } while (got < 0 && errno == EINTR);
  require(got >= 0, "[{}] expected to read it, got: {}", path, system_message(errno));
  return static_cast<std::size_t>(got);
}

/// Everything that `read(offset, span)` returns until it returns nothing; `size` is only a hint.
template <class Container, class Read>
Container read_all(const std::string& path, std::uint64_t size, std::uint64_t limit,
                   const Read& read) {
  Container content;
  std::size_t done = 0;
  for (std::size_t got = 1; got > 0; done += got) {
    if (done == content.size()) {
      require(std::max<std::uint64_t>(size, done) <= limit,
              "[{}] expected at most {} bytes, got {}", path, limit,
              size > limit ? std::to_string(size) : "more");
      content.resize(std::max<std::size_t>({size + 1, 2 * done, 4096}));
    }
    auto* const to = reinterpret_cast<std::uint8_t*>(content.data()) + done;
    got = read(done, std::span(to, content.size() - done));
  }
  require(done <= limit, "[{}] expected at most {} bytes, got {}", path, limit, done);
  content.resize(done);
  return content;
}

template <class Container>
Container read_regular(const fs::path& path, std::uint64_t limit) {
  const RegularFile file(path);
  return read_all<Container>(
      path.string(), file.size(), limit,
      [&](std::uint64_t offset, std::span<std::uint8_t> to) { return file.read(offset, to); });
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

RegularFile::RegularFile(const fs::path& path)
    : name_(path.string()), fd_(open_to_read(name_, O_NONBLOCK)) {
  struct stat status {};
  const bool known = fstat(fd_, &status) == 0;
  if (!known || !S_ISREG(status.st_mode)) {
    ::close(fd_);
    fail("[{}] expected a regular file, got {}", name_, kind_of(status.st_mode));
  }
  size_ = static_cast<std::uint64_t>(status.st_size);
}

RegularFile::~RegularFile() {
  ::close(fd_);
}

std::size_t RegularFile::read(std::uint64_t offset, std::span<std::uint8_t> to) const {
  std::size_t done = 0;
  for (std::size_t got = 1; got > 0 && done < to.size(); done += got) {
    got = checked_read(name_, [&] {
      return ::pread(fd_, to.data() + done, to.size() - done, static_cast<off_t>(offset + done));
    });
  }
  return done;
}

Bytes read_file(const fs::path& path, std::uint64_t limit) {
  return read_regular<Bytes>(path, limit);
}

std::string read_text(const fs::path& path, std::uint64_t limit) {
  return read_regular<std::string>(path, limit);
}

std::string read_input(const fs::path& path, std::uint64_t limit) {
  const std::string name = path.string();
  const Descriptor file(open_to_read(name, 0));
  require(!S_ISDIR(mode_of(file.get())), "[{}] expected a file to read, got a folder", name);
  return read_all<std::string>(name, 0, limit, [&](std::uint64_t, std::span<std::uint8_t> to) {
    return checked_read(name, [&] { return ::read(file.get(), to.data(), to.size()); });
  });
}

Bytes read_start(const fs::path& path, std::size_t count) {
  const RegularFile file(path);
  Bytes start(count);
  start.resize(file.read(0, start));
  return start;
}

void read_chunks(const fs::path& path, const std::function<void(std::string_view bytes)>& take,
                 std::size_t chunk) {
  const RegularFile file(path);
  Bytes buffer(chunk);
  std::uint64_t offset = 0;
  while (const std::size_t got = file.read(offset, buffer)) {
    take({reinterpret_cast<const char*>(buffer.data()), got});
    offset += got;
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
