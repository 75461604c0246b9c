#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>

namespace akin::io {

/// A request for the missing rest of a file.
struct HttpRequest {
  std::string url;             ///< http or https; redirects to these are followed
  std::filesystem::path part;  ///< the bytes so far, to which the rest is appended
  double connect_timeout = 8;  ///< seconds for name resolution, connection and TLS
  double answer_timeout = 8;   ///< seconds to wait for the first byte of the body
  double stall_timeout = 20;   ///< seconds to wait for each further byte
  std::uint64_t limit = std::uint64_t{1} << 30U;  ///< bytes of the whole file
  std::function<bool(std::uint64_t done, std::uint64_t total)> progress;  ///< false cancels
};

struct HttpResponse {
  bool complete = false;   ///< `part` now holds the whole file, according to the server
  bool resumed = false;    ///< the first bytes of `part` are from an earlier transfer
  bool transient = false;  ///< if not complete: another attempt may succeed
  bool connected = false;  ///< a server accepted the connection
  bool too_large = false;  ///< if not complete: more than `limit` bytes, which `part` holds in part
  std::string text;        ///< if not complete: what happened, for messages
};

/// Requests the bytes after the end of `part`; if the server sends the whole file instead, `part`
/// is overwritten. Network problems are reported in the response. Errors: `part` cannot be written;
/// `progress` returned false.
HttpResponse fetch(const HttpRequest& request);

}  // namespace akin::io
