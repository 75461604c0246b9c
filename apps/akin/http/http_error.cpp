#include "http/http_error.h"

#include <utility>

namespace akin::app {
namespace {

const char* code_of(int status) {
  switch (status) {
    case 403:
      return "forbidden";
    case 404:
      return "not-found";
    case 405:
      return "wrong-method";
    case 409:
      return "conflict";
    case 413:
      return "too-large";
    case 415:
      return "wrong-type";
    case 429:
      return "too-many-requests";
    case 500:
      return "failed";
    case 503:
      return "busy";
    default:
      return "bad-request";
  }
}

}  // namespace

HttpError::HttpError(int status, const std::string& message, std::string code)
    : std::runtime_error(message),
      status_(status),
      code_(code.empty() ? code_of(status) : std::move(code)) {}

}  // namespace akin::app
