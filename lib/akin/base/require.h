#pragma once

#include <stdexcept>
#include <utility>

#include <fmt/format.h>

namespace akin {

/// The base of all errors that akin throws. what() is one line for the user: "[who] expected ...,
/// got ...; what to do next". The app exits with status 1.
class Error : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// An invalid request, such as an unknown preset or a negative rate. The app exits with status 2.
class UsageError : public Error {
 public:
  using Error::Error;
};

/// Throws E with the formatted message unless `ok`. Checks input: files, options and arguments.
/// Internal invariants belong in tests.
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
