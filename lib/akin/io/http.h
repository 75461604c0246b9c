#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>

namespace akin::io {

/// One request for what is still missing of a file.
struct HttpRequest {
  std::string url;             ///< http or https; redirects to the same are followed
  std::filesystem::path part;  ///< what has come so far; what comes is appended to it
  double connect_timeout = 8;  ///< seconds for name, connection and TLS
  double answer_timeout = 8;   ///< seconds until the first byte of the body
  double stall_timeout = 20;   ///< seconds without a byte, after the first
  std::uint64_t limit = std::uint64_t{1} << 30U;  ///< bytes of the whole file
  std::function<bool(std::uint64_t done, std::uint64_t total)> progress;  ///< false cancels
};

struct HttpAnswer {
  bool complete = false;  ///< the server says that `part` now holds all of it
  bool resumed = false;   ///< `part` was continued, so its beginning is of an earlier transfer
  bool passing = false;   ///< if not complete: of a kind that another attempt may overcome
  bool reached = false;   ///< a server took the connection
  std::string text;       ///< if not complete: what happened, for people
};

/// Asks for the bytes from the end of `part` on; a server that sends everything instead has `part`
/// begun afresh. Whatever goes wrong in the network is an answer. Errors: `part` cannot be
/// written; `progress` returned false.
HttpAnswer fetch(const HttpRequest& request);

}  // namespace akin::io
