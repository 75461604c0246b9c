#include "serve/http.h"

#include <algorithm>
#include <cctype>
#include <condition_variable>
#include <deque>
#include <mutex>
#include <optional>
#include <thread>
#include <utility>
#include <vector>

#include "akin/base/require.h"

#include "serve/request_body.h"

namespace akin::app {

using httplib::Request;
using httplib::Response;
using nlohmann::json;

namespace {

constexpr int server_threads = 64;
constexpr std::size_t max_waiting_connections = 256;
/// With a parameter, so that httplib does not compress it: Brotli at its best takes 8 s of a core
/// for a map of 225 colour images of 32x32, a hundred times what decoding them takes, and halves
/// it.
constexpr const char* uncompressed_json = "application/json; charset=utf-8";
constexpr std::size_t max_request_bytes = 128 << 10U;
constexpr int timeout_seconds = 5;
constexpr const char* token_header = "X-Akin-Token";

/// Whether this thread answers connections beyond the pool's bound, with 503.
thread_local bool overloaded = false;

/// A thread pool with a bounded queue. A stream holds its thread for as long as it lasts, so there
/// are many threads. Connections beyond the bound go to one extra thread, which only turns them
/// away; httplib's own pool would keep them waiting.
class ThreadPool : public httplib::TaskQueue {
 public:
  ThreadPool(int threads, std::size_t max_waiting) : max_waiting_(max_waiting) {
    for (int i = 0; i < threads; ++i) {
      threads_.emplace_back([this] { work(accepted_); });
    }
    threads_.emplace_back([this] {
      overloaded = true;
      work(rejected_);
    });
  }

  /// void up to cpp-httplib 0.11; later bool, where false would drop the connection unanswered.
  using Enqueued = decltype(std::declval<httplib::TaskQueue&>().enqueue({}));

  Enqueued enqueue(std::function<void()> task) override {
    if (!push(accepted_, task) && !push(rejected_, task)) {
      task();  // on the accepting thread: no connection is accepted until this one is answered
    }
    return static_cast<Enqueued>(true);
  }

  void shutdown() override {
    {
      const std::lock_guard lock(mutex_);
      closed_ = true;
    }
    accepted_.changed.notify_all();
    rejected_.changed.notify_all();
    for (auto& thread : threads_) {
      thread.join();
    }
  }

 private:
  struct Queue {
    std::deque<std::function<void()>> tasks;
    std::condition_variable changed;
  };

  /// False: the queue is full.
  bool push(Queue& queue, std::function<void()>& task) {
    {
      const std::lock_guard lock(mutex_);
      if (queue.tasks.size() >= max_waiting_) {
        return false;
      }
      queue.tasks.push_back(std::move(task));
    }
    queue.changed.notify_one();
    return true;
  }

  void work(Queue& queue) {
    std::unique_lock lock(mutex_);
    for (;;) {
      queue.changed.wait(lock, [&] { return closed_ || !queue.tasks.empty(); });
      if (queue.tasks.empty()) {
        return;
      }
      const auto task = std::move(queue.tasks.front());
      queue.tasks.pop_front();
      lock.unlock();
      task();
      lock.lock();
    }
  }

  std::size_t max_waiting_;
  std::mutex mutex_;
  bool closed_ = false;
  Queue accepted_;
  Queue rejected_;
  std::vector<std::thread> threads_;
};

/// Whether a Host header is an IP address or localhost. Any other name may be bound to this address
/// by a foreign page (DNS rebinding).
bool is_own_host(const std::string& host) {
  const std::string name =
      host.substr(0, host.rfind(':') == std::string::npos || host.back() == ']' ? host.size()
                                                                                : host.rfind(':'));
  const bool number = !name.empty() && (name.front() == '[' ||
                                        std::all_of(name.begin(), name.end(), [](unsigned char c) {
                                          return std::isdigit(c) != 0 || c == '.';
                                        }));
  return number || name == "localhost";
}

bool is_loopback(const std::string& address) {
  return address.starts_with("127.") || address == "::1";
}

bool is_instructor(const Request& request, const InstructorToken& token) {
  return token.is(request.get_header_value(token_header));
}

/// The error of a request that is not routed at all.
std::optional<HttpError> check_request(const Request& request, const InstructorToken& token,
                                       RateLimit& rate) {
  const std::string host = request.get_header_value("Host");
  if (overloaded) {
    return HttpError(503, busy);
  }
  if (!is_own_host(host)) {
    return HttpError(403, "[server] expected an IP address or localhost as the host");
  }
  if (request.has_header("Origin") && request.get_header_value("Origin") != "http://" + host) {
    return HttpError(403, "[server] expected a request from the server's own page");
  }
  if (request.method == "POST" &&
      !request.get_header_value("Content-Type").starts_with("application/json")) {
    return HttpError(415, "[server] expected application/json");
  }
  if (!is_loopback(request.remote_addr) && !is_instructor(request, token) &&
      !rate.allows(request.remote_addr)) {
    return HttpError(429, "[server] expected fewer requests a second; try again in a second");
  }
  return std::nullopt;
}

void send_error(Response& response, int status, const std::string& message) {
  if (status == 503 || status == 429) {
    response.set_header("Retry-After", "1");
  }
  send_json(response, status, {{"error", message}});
}

}  // namespace

void send_json(Response& response, int status, const json& content) {
  response.status = status;
  // Replacing invalid UTF-8 means that dump() cannot throw.
  response.set_content(content.dump(-1, ' ', false, json::error_handler_t::replace),
                       uncompressed_json);
}

std::string event(const json& content) {
  return "data: " + content.dump(-1, ' ', false, json::error_handler_t::replace) + "\n\n";
}

httplib::Server::Handler with_errors(httplib::Server::Handler handler) {
  return [handler = std::move(handler)](const Request& request, Response& response) {
    const auto first_line = [](const std::string& text) { return text.substr(0, text.find('\n')); };
    try {
      handler(request, response);
    } catch (const HttpError& error) {
      send_error(response, error.status(), error.what());
    } catch (const UsageError& error) {
      send_error(response, 400, first_line(error.what()));
    } catch (const std::exception& error) {
      send_error(response, 500, first_line(error.what()));
    }
  };
}

httplib::Server::Handler instructor_only(const InstructorToken& token,
                                         httplib::Server::Handler handler) {
  return with_errors(
      [&token, handler = std::move(handler)](const Request& request, Response& response) {
        if (!is_instructor(request, token)) {
          throw HttpError(403,
                          "[server] expected the instructor's token; open the instructor's address "
                          "that akin serve printed");
        }
        handler(request, response);
      });
}

void configure_server(httplib::Server& server, const InstructorToken& token, RateLimit& rate) {
  server.new_task_queue = [] { return new ThreadPool(server_threads, max_waiting_connections); };
  server.set_payload_max_length(max_request_bytes);
  server.set_read_timeout(timeout_seconds);
  server.set_write_timeout(timeout_seconds);
  server.set_tcp_nodelay(true);
  server.set_default_headers(
      {{"Content-Security-Policy",
        "default-src 'none'; connect-src 'self'; img-src data:; style-src 'unsafe-inline'; "
        "script-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"},
       {"X-Content-Type-Options", "nosniff"},
       {"Referrer-Policy", "no-referrer"},
       {"Cache-Control", "no-store"}});
  server.set_pre_routing_handler([&](const Request& request, Response& response) {
    const auto error = check_request(request, token, rate);
    if (error) {
      response.set_header("Connection", "close");
      send_error(response, error->status(), error->what());
    }
    return error ? httplib::Server::HandlerResponse::Handled
                 : httplib::Server::HandlerResponse::Unhandled;
  });
  server.set_error_handler([](const Request&, Response& response) {
    if (response.body.empty()) {
      send_error(response, response.status, "[server] expected a request that its page makes");
    }
  });
}

}  // namespace akin::app
