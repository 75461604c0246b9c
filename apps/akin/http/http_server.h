#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <string>

#include "http/http.h"

namespace akin::app {

/// What a request needs, each with threads of its own, so that none waits behind the others.
enum class Lane {
  state,    ///< votes, the stage: at once
  model,    ///< a computation
  text,     ///< a generation that streams; a turn of the models after each few tokens
  control,  ///< may take seconds: loading data, saving a run
};

/// What one visitor has in progress. Visitors without a cookie share what their address has.
struct HttpShare {
  std::size_t requests;  ///< with streams; beyond: 429
  std::size_t held;      ///< bytes of bodies and responses on their way; beyond: 503
};

struct HttpLimits {
  using Milliseconds = std::chrono::milliseconds;

  std::size_t head_bytes = 12 << 10U;      ///< request line and headers, together with a buffer
  std::size_t body_bytes = 128 << 10U;     ///< beyond: 413
  std::size_t discarded_bytes = 4 << 20U;  ///< of a refused body; beyond: closed
  Milliseconds request_time{10'000};       ///< from connecting to the end of the request
  Milliseconds idle_time{30'000};          ///< between requests
  Milliseconds response_time{30'000};      ///< to take a response, or a piece of a stream
  std::size_t connections = 4096;          ///< fewer where the system grants fewer files
  std::size_t connections_per_address = 2048;

  HttpShare visitor{16, 4U << 20U};
  HttpShare address{512, 12U << 20U};
  std::size_t held_bytes = 24U << 20U;  ///< of all but the instructor
};

/// An HTTP/1.1 server: one thread moves bytes between sockets and memory for all connections, so
/// that an idle or slow one costs no thread; handlers run in the threads of their lane, for
/// visitors in turns. Where the table of connections is full, those that wait for a request are
/// closed, the oldest first.
class HttpServer {
 public:
  /// Error: the system lacks what the engine needs.
  /// `listening`: a bound socket that listens; owned from here.
  explicit HttpServer(int listening, HttpLimits limits = {});
  ~HttpServer();
  HttpServer(const HttpServer&) = delete;
  HttpServer& operator=(const HttpServer&) = delete;

  /// Routes and the check come before run().
  void get(const std::string& path, Lane lane, HttpHandler handler);
  void post(const std::string& path, Lane lane, HttpHandler handler);
  /// Called with each request's head: sets its visitor; HttpError refuses it.
  void check_with(std::function<void(HttpRequest&)> check);

  /// Serves until stop().
  void run();
  void stop();        ///< thread-safe
  void wake() const;  ///< a stream has more; thread-safe

 private:
  struct Engine;
  std::unique_ptr<Engine> engine_;
};

}  // namespace akin::app
