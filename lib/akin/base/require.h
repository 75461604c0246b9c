#pragma once

#include <stdexcept>
#include <utility>

#include <fmt/format.h>

namespace akin {

/// Something could not be done; what() is one line for the person at the keyboard:
/// "[who] expected ..., got ...; what to do next". The app ends with exit status 1.
class Error : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// What was asked for makes no sense (an unknown preset, a negative rate). Exit status 2.
class UsageError : public Error {
 public:
  using Error::Error;
};

/// Throws E with the formatted message unless `ok`. For what comes from outside (files, options,
/// callers); a broken promise of our own code is a bug and belongs in a test.
template <class E = Error, class... Args>
void require(bool ok, fmt::format_string<Args...> message, Args&&... args) {
  if (!ok) [[unlikely]] {
    throw E(fmt::format(message, std::forward<Args>(args)...));
  }
}

/// Throws E with the formatted message.
template <class E = Error, class... Args>
[[noreturn]] void fail(fmt::format_string<Args...> message, Args&&... args) {
  throw E(fmt::format(message, std::forward<Args>(args)...));
}

}  // namespace akin
