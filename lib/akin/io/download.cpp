#include "akin/io/download.h"

#include <algorithm>
#include <chrono>
#include <optional>
#include <system_error>
#include <utility>

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include "akin/base/require.h"
#include "akin/io/file.h"
#include "akin/io/gzip.h"
#include "akin/io/http.h"
#include "akin/io/sha256.h"

namespace akin::io {
namespace {

namespace fs = std::filesystem;

constexpr std::uint64_t size_limit = std::uint64_t{1} << 30U;

/// The partial download from one mirror, `target`.part-HASH. Mirrors do not share it, since their
/// compression may differ. If another process is using the file, this one gets a file of its own.
class Part {
 public:
  Part(const fs::path& target, const std::string& url) {
    const std::span bytes(reinterpret_cast<const std::uint8_t*>(url.data()), url.size());
    path_ = fmt::format("{}.part-{}", target.string(), sha256(bytes).substr(0, 8));
    open();
    if (fd_ >= 0 && flock(fd_, LOCK_EX | LOCK_NB) != 0) {
      ::close(fd_);
      path_ += fmt::format("-{}", getpid());
      own_ = true;
      open();
    }
    require(fd_ >= 0, "[{}] expected to write it, got: {}", path_.string(), system_message(errno));
  }
  ~Part() {
    std::error_code error;
    if (own_ || fs::file_size(path_, error) == 0) {
      remove();
    }
    ::close(fd_);
  }
  Part(const Part&) = delete;
  Part& operator=(const Part&) = delete;

  [[nodiscard]] const fs::path& path() const { return path_; }
  void remove() const {
    std::error_code ignored;
    fs::remove(path_, ignored);
  }

 private:
  void open() { fd_ = ::open(path_.c_str(), O_WRONLY | O_CREAT | O_CLOEXEC, 0666); }

  fs::path path_;
  int fd_ = -1;
  bool own_ = false;
};

std::string sha256_of_file(const fs::path& path) {
  Sha256 hash;
  read_chunks(path, [&](std::string_view bytes) { hash.update(bytes); });
  return hash.digest();
}

/// Describes what is wrong with a complete download; nothing if it has the wanted SHA-256.
std::optional<std::string> find_fault(const fs::path& part, const Remote& wanted) {
  try {
    const std::string found =
        wanted.packed ? sha256_of_file(part) : sha256(gunzip(read_file(part, size_limit)));
    if (found == wanted.sha256) {
      return std::nullopt;
    }
    return fmt::format("wrong bytes (SHA-256 {}...)", found.substr(0, 8));
  } catch (const Error& error) {
    return std::string("wrong bytes: ") + error.what();
  }
}

/// "example.org" of "https://example.org/file".
std::string host(const std::string& url) {
  const std::size_t begin = url.find("://") == std::string::npos ? 0 : url.find("://") + 3;
  return url.substr(begin, url.find('/', begin) - begin);
}

class Download {
 public:
  Download(const Remote& remote, fs::path target, const DownloadOptions& options)
      : remote_(remote), target_(std::move(target)), options_(options) {}

  void run() {
    std::string responses;
    const auto start = std::chrono::steady_clock::now();
    for (const std::string& url : remote_.mirrors) {
      const auto response = try_mirror(url);
      if (!response) {
        return;
      }
      responses += fmt::format("{}{}: {}", responses.empty() ? "" : "; ", host(url), *response);
      // Without a network, the name server may delay every mirror.
      const std::chrono::duration<double> waited = std::chrono::steady_clock::now() - start;
      if (!connected_ && waited.count() > options_.connect_timeout / 2) {
        responses += "; the others were not tried, as there seems to be no network";
        break;
      }
    }
    fail(
        "[download] expected {} from one of {} mirrors, got: {}; check the network, or put the "
        "file there",
        target_.string(), remote_.mirrors.size(), responses);
  }

 private:
  /// Returns nothing on success, otherwise the response of the mirror.
  std::optional<std::string> try_mirror(const std::string& url) {
    const Part part(target_, url);
    std::string response = "not tried";
    for (int attempt = 0; attempt < options_.attempts; ++attempt) {
      const HttpResponse got = fetch(request(url, part.path()));
      connected_ = connected_ || got.connected;
      if (!got.complete && !got.transient) {
        if (got.too_large) {
          part.remove();  // its beginning is of no use
        }
        return got.text;
      }
      const auto wrong = got.complete ? find_fault(part.path(), remote_) : got.text;
      if (!wrong) {
        place(part.path());
        return std::nullopt;
      }
      response = *wrong;
      if (got.complete) {
        part.remove();
        if (!got.resumed) {
          return response;
        }
        --attempt;  // the resumed part may be at fault: start over
      }
    }
    return response;
  }

  [[nodiscard]] HttpRequest request(const std::string& url, const fs::path& part) const {
    HttpRequest request;
    request.url = url;
    request.part = part;
    // The mirrors share the timeout, so that failing without a network does not take longer.
    const double share = options_.connect_timeout / static_cast<double>(remote_.mirrors.size());
    request.connect_timeout = std::min(options_.connect_timeout, std::max(1.0, share));
    request.answer_timeout = options_.connect_timeout;
    request.stall_timeout = options_.stall_timeout;
    request.limit = size_limit;
    request.progress = options_.progress;
    return request;
  }

  void place(const fs::path& part) const {
    write_atomically(target_, [&](const fs::path& temporary) { fs::rename(part, temporary); });
  }

  const Remote& remote_;
  fs::path target_;
  const DownloadOptions& options_;
  bool connected_ = false;  // to any mirror
};

}  // namespace

void download(const Remote& remote, const fs::path& target, const DownloadOptions& options) {
  require<UsageError>(!remote.mirrors.empty(), "[download] expected a mirror of {}, got none",
                      target.string());
  std::error_code error;
  if (target.has_parent_path()) {
    fs::create_directories(target.parent_path(), error);
  }
  Download(remote, target, options).run();
}

}  // namespace akin::io
