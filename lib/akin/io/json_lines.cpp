#include "akin/io/json_lines.h"

#include <algorithm>
#include <cerrno>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "akin/base/require.h"
#include "akin/io/file.h"
#include "akin/io/json.h"

namespace akin::io {
namespace {

namespace fs = std::filesystem;

int open_to_append(const fs::path& path) {
  std::error_code error;
  if (path.has_parent_path()) {
    fs::create_directories(path.parent_path(), error);
  }
  constexpr int flags = O_WRONLY | O_CREAT | O_APPEND | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC;
  const int fd = ::open(path.c_str(), flags, 0666);
  require(fd >= 0, "[{}] expected a file to append to, got: {}", path.string(),
          system_message(errno));
  return fd;
}

/// Calls `use` with each line, without its end.
template <class Use>
void each_line(std::string_view text, const Use& use) {
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    use(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
}

bool is_kept(std::string_view line, std::int64_t last_step) {
  constexpr bool no_exception = false;
  const auto value = nlohmann::json::parse(line, nullptr, no_exception);
  if (!value.is_object()) {
    return false;
  }
  const auto step = value.find("step");
  return step == value.end() ||
         (step->is_number_integer() && step->get<std::int64_t>() <= last_step);
}

}  // namespace

JsonLines::JsonLines(const fs::path& path) : path_(path), fd_(open_to_append(path)) {}

JsonLines::~JsonLines() {
  if (fd_ >= 0) {
    ::close(fd_);
  }
}

JsonLines::JsonLines(JsonLines&& other) noexcept
    : path_(std::move(other.path_)), fd_(std::exchange(other.fd_, -1)) {}

JsonLines& JsonLines::operator=(JsonLines&& other) noexcept {
  std::swap(path_, other.path_);
  std::swap(fd_, other.fd_);
  return *this;
}

void JsonLines::append(const nlohmann::json& value) {
  constexpr int compact = -1;
  const std::string line =
      value.dump(compact, ' ', false, nlohmann::json::error_handler_t::replace) + "\n";
  struct stat before {};
  require(fstat(fd_, &before) == 0, "[{}] expected to append to it, got: {}", path_.string(),
          system_message(errno));
  const ssize_t put = ::write(fd_, line.data(), line.size());
  if (put == static_cast<ssize_t>(line.size())) {
    return;
  }
  const int error = put < 0 ? errno : ENOSPC;  // a short write means a full disk
  const bool removed = put <= 0 || ftruncate(fd_, before.st_size) == 0;
  fail("[{}] expected to append a line, got: {}{}", path_.string(), system_message(error),
       removed ? "" : "; its last line is torn");
}

void each_json_line(const fs::path& path, const std::function<void(nlohmann::ordered_json)>& use) {
  std::error_code ignored;
  if (!fs::exists(path, ignored)) {
    return;
  }
  each_line(read_text(path), [&](std::string_view line) {
    nlohmann::ordered_json value;
    try {
      value = parse_ordered_json(line, path.string());
    } catch (const Error&) {
      return;
    }
    if (value.is_object()) {
      use(std::move(value));
    }
  });
}

void truncate_json_lines(const fs::path& path, std::int64_t last_step) {
  if (!fs::exists(path)) {
    return;
  }
  const std::string text = read_text(path);
  std::string kept;
  each_line(text, [&](std::string_view line) {
    if (is_kept(line, last_step)) {
      kept.append(line).push_back('\n');
    }
  });
  if (kept != text) {
    write_atomically(path, kept);
  }
}

}  // namespace akin::io
