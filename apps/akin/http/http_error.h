#pragma once

#include <stdexcept>
#include <string>

namespace akin::app {

/// An error response: an HTTP status, a message of one line for logs, and a short code that the
/// page translates.
class HttpError : public std::runtime_error {
 public:
  /// `code`: "" for that of the status, such as "not-found".
  HttpError(int status, const std::string& message, std::string code = "");
  [[nodiscard]] int status() const { return status_; }
  [[nodiscard]] const std::string& code() const { return code_; }

 private:
  int status_;
  std::string code_;
};

}  // namespace akin::app
