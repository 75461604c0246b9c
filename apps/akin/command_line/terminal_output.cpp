#include "command_line/terminal_output.h"

#include <cerrno>
#include <cstdio>
#include <memory>
#include <string>
#include <utility>

#include <unistd.h>

#include <spdlog/pattern_formatter.h>
#include <spdlog/spdlog.h>

#include "akin/base/utf8.h"

namespace akin::app {
namespace {

/// Writes all of the text, or returns false.
bool write_all(std::string_view text) {
  while (!text.empty()) {
    const ssize_t put = ::write(STDOUT_FILENO, text.data(), text.size());
    if (put < 0 && errno != EINTR) {
      return false;
    }
    text.remove_prefix(put > 0 ? static_cast<std::size_t>(put) : 0);
  }
  return true;
}

/// The write function of a stream (fopencookie(3)); `cookie` is the start of a character that the
/// last call ended in.
ssize_t write_escaped(void* cookie, const char* bytes, std::size_t size) {
  auto& held = *static_cast<std::string*>(cookie);
  held.append(bytes, size);
  const std::size_t whole = utf8::complete_prefix(held);
  const bool written = write_all(utf8::without_controls(held.substr(0, whole)));
  held.erase(0, whole);
  return written ? static_cast<ssize_t>(size) : 0;
}

/// The message of a log line.
class EscapedMessage final : public spdlog::custom_flag_formatter {
 public:
  void format(const spdlog::details::log_msg& message, const std::tm& /*time*/,
              spdlog::memory_buf_t& line) override {
    constexpr std::size_t longest = 2000;
    std::string_view text(message.payload.data(), message.payload.size());
    const bool cut = text.size() > longest;
    text = text.substr(0, cut ? utf8::complete_prefix(text.substr(0, longest)) : text.size());
    const std::string escaped = utf8::without_controls(text) + (cut ? "..." : "");
    line.append(escaped.data(), escaped.data() + escaped.size());
  }
  [[nodiscard]] std::unique_ptr<custom_flag_formatter> clone() const override {
    return std::make_unique<EscapedMessage>();
  }
};

void escape_standard_output() {
  static std::string held;
  cookie_io_functions_t functions = {};
  functions.write = write_escaped;
  if (FILE* stream = fopencookie(&held, "w", functions)) {
    std::setvbuf(stream, nullptr, _IOLBF, BUFSIZ);
    stdout = stream;
  }
}

}  // namespace

void escape_control_characters() {
  auto formatter = std::make_unique<spdlog::pattern_formatter>();
  formatter->add_flag<EscapedMessage>('*').set_pattern("%^%*%$");
  spdlog::set_formatter(std::move(formatter));
  if (isatty(STDOUT_FILENO) != 0) {
    escape_standard_output();
  }
}

}  // namespace akin::app
