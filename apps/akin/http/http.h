#pragma once

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include <nlohmann/json.hpp>

#include "http/http_error.h"
#include "http/visitor.h"

namespace akin::app {

struct HttpRequest {
  std::string method;                          ///< GET (also for HEAD) or POST
  std::string path;                            ///< decoded, without the query
  std::map<std::string, std::string> headers;  ///< by lower-case name
  std::string address;                         ///< of the client
  std::string body;
  Visitor visitor;

  /// "" where there is none.
  [[nodiscard]] std::string header(const std::string& lower_case_name) const;
};

/// The body of a response, in pieces. Thread-safe.
class HttpStream {
 public:
  virtual ~HttpStream() = default;
  /// What is to be sent next; "": nothing yet, or no more.
  virtual std::string take() = 0;
  /// Whether there is no more once take() returns "".
  [[nodiscard]] virtual bool ended() const = 0;
  /// Bytes that wait to be taken.
  [[nodiscard]] virtual std::size_t held() const = 0;
  /// The client is gone.
  virtual void abandon() {}
};

struct HttpResponse {
  int status = 200;
  std::string content_type;
  std::shared_ptr<const std::string> body;  ///< not null unless there is a stream
  std::shared_ptr<HttpStream> stream;
  std::vector<std::pair<std::string, std::string>> headers;  ///< beside the server's own
  std::function<void()> work;  ///< run in the same thread once the response is on its way
};

HttpResponse json_response(const nlohmann::json& content, int status = 200);
/// {"error": message, "code": code}
HttpResponse error_response(const HttpError& error);
HttpResponse event_stream_response(std::shared_ptr<HttpStream> stream);
/// One event of a text/event-stream.
std::string event(const nlohmann::json& content);

using HttpHandler = std::function<HttpResponse(const HttpRequest&)>;

/// What `handler` returns; what it throws as an error response. The text of unexpected exceptions
/// goes to the log alone.
HttpResponse answer(const HttpHandler& handler, const HttpRequest& request);

}  // namespace akin::app
