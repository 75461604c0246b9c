#include "serve/server.h"

#include <algorithm>

#include <httplib.h>

#include <fmt/format.h>

#include "akin/base/require.h"

#include "serve/bounded_pool.h"
#include "serve/http.h"
#include "serve/page.h"
#include "serve/turns.h"
#include "serve/writing.h"

namespace akin::app {

using httplib::Request;
using httplib::Response;
using nlohmann::json;

namespace {

constexpr int threads = 64;
constexpr std::size_t most_connections_waiting = 256;
constexpr std::int64_t most_turns_waiting = 64;
constexpr std::size_t largest_body = 128 << 10U;
constexpr int seconds_for_a_client = 5;

void answer(Response& response, int status, const json& content) {
  response.status = status;
  // Bytes that are no UTF-8 are replaced, so that this cannot throw.
  response.set_content(content.dump(-1, ' ', false, json::error_handler_t::replace),
                       "application/json");
}

void refuse(Response& response, int status, const std::string& reason) {
  if (status == 503) {
    response.set_header("Retry-After", "1");
  }
  answer(response, status, {{"error", reason}});
}

/// Whether a Host header names this machine by number, or as localhost: a name that somebody else
/// has bound to our address is another page's way in (DNS rebinding).
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

/// Why a request is refused before anything of it is looked at.
std::optional<Refusal> at_the_door(const Request& request) {
  const std::string host = request.get_header_value("Host");
  if (BoundedPool::refuses()) {
    return Refusal(503, "[server] expected fewer visitors at once; try again in a second");
  }
  if (!is_own_host(host)) {
    return Refusal(403, "[server] expected to be asked by address or as localhost");
  }
  if (request.has_header("Origin") && request.get_header_value("Origin") != "http://" + host) {
    return Refusal(403, "[server] expected a request of its own page");
  }
  if (request.method == "POST" &&
      !request.get_header_value("Content-Type").starts_with("application/json")) {
    return Refusal(415, "[server] expected application/json");
  }
  return std::nullopt;
}

class Hall {
 public:
  explicit Hall(std::vector<Exhibit> exhibits)
      : exhibits_(std::move(exhibits)), turns_(most_turns_waiting) {
    for (const Exhibit& exhibit : exhibits_) {
      described_.push_back(exhibit.describe());
    }
  }

  [[nodiscard]] const json& described() const { return described_; }

  using Answer = json (Exhibit::*)(const Body&);
  void answer_by(Answer how, const Request& request, Response& response) {
    const Body body(request.body);
    Exhibit& exhibit = find(body);
    const Turns::Turn turn(turns_);
    answer(response, 200, (exhibit.*how)(body));
  }

  void stream_text(const Request& request, Response& response) {
    const Body body(request.body);
    const TextModel& model = find(body).text();
    response.set_chunked_content_provider(
        "text/event-stream",
        [this, &model, asked = writing_request(body, model)](std::size_t, httplib::DataSink& sink) {
          const auto send = [&](const json& event) {
            const std::string text =
                "data: " + event.dump(-1, ' ', false, json::error_handler_t::replace) + "\n\n";
            return sink.write(text.data(), text.size());
          };
          try {
            write_text(model, asked, turns_, send);
            send({{"end", true}});
          } catch (const std::exception& error) {
            send({{"error", error.what()}});
          }
          sink.done();
          return true;
        });
  }

 private:
  Exhibit& find(const Body& body) {
    const std::int64_t last = std::ssize(exhibits_) - 1;
    return exhibits_[static_cast<std::size_t>(body.whole("exhibit", {0, last}, 0))];
  }

  std::vector<Exhibit> exhibits_;
  json described_ = json::array();
  Turns turns_;
};

/// What a handler throws becomes a status and a line.
template <class Work>
httplib::Server::Handler guarded(const Work& work) {
  return [work](const Request& request, Response& response) {
    try {
      work(request, response);
    } catch (const Refusal& refusal) {
      refuse(response, refusal.status(), refusal.what());
    } catch (const std::exception& error) {
      const std::string text = error.what();
      refuse(response, 500, text.substr(0, text.find('\n')));
    }
  };
}

void set_manners(httplib::Server& server) {
  server.new_task_queue = [] { return new BoundedPool(threads, most_connections_waiting); };
  server.set_payload_max_length(largest_body);
  server.set_read_timeout(seconds_for_a_client);
  server.set_write_timeout(seconds_for_a_client);
  server.set_tcp_nodelay(true);
  server.set_default_headers(
      {{"Content-Security-Policy",
        "default-src 'none'; connect-src 'self'; img-src data:; style-src 'unsafe-inline'; "
        "script-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"},
       {"X-Content-Type-Options", "nosniff"},
       {"Referrer-Policy", "no-referrer"},
       {"Cache-Control", "no-store"}});
  server.set_pre_routing_handler([](const Request& request, Response& response) {
    const auto refusal = at_the_door(request);
    if (refusal) {
      response.set_header("Connection", "close");
      refuse(response, refusal->status(), refusal->what());
    }
    return refusal ? httplib::Server::HandlerResponse::Handled
                   : httplib::Server::HandlerResponse::Unhandled;
  });
  server.set_error_handler([](const Request&, Response& response) {
    if (response.body.empty()) {
      refuse(response, response.status, "[server] expected a request as its page makes them");
    }
  });
}

void set_routes(httplib::Server& server, Hall& hall) {
  server.Get("/", [](const Request&, Response& response) {
    response.set_content(serve_page(), "text/html; charset=utf-8");
  });
  server.Get("/api/exhibits", [&hall](const Request&, Response& response) {
    answer(response, 200, hall.described());
  });
  const std::vector<std::pair<const char*, Hall::Answer>> answers = {
      {"/api/wall", &Exhibit::wall},
      {"/api/encode", &Exhibit::encode},
      {"/api/decode", &Exhibit::decode},
      {"/api/nearest", &Exhibit::nearest},
      {"/api/vote", &Exhibit::vote}};
  for (const auto& [path, how] : answers) {
    server.Post(path, guarded([&hall, how = how](const Request& request, Response& response) {
                  hall.answer_by(how, request, response);
                }));
  }
  server.Post("/api/write", guarded([&hall](const Request& request, Response& response) {
                hall.stream_text(request, response);
              }));
}

/// The port that was bound. The library lets five connections wait to be taken in; a class that
/// opens the page at once is more.
int bind(httplib::Server& server, const ServeOptions& options) {
  constexpr int most_to_be_taken_in = 512;
  int listening = -1;
  server.set_socket_options([&](socket_t socket) {
    httplib::default_socket_options(socket);
    listening = socket;
  });
  int port = options.port;
  if (port == 0) {
    port = server.bind_to_any_port(options.host);
  } else if (!server.bind_to_port(options.host, port)) {
    port = -1;
  }
  require(port > 0 && ::listen(listening, most_to_be_taken_in) == 0,
          "[serve] expected an address that is free, got {}:{}; try another --port", options.host,
          options.port);
  return port;
}

}  // namespace

void serve(const ServeOptions& options, std::vector<Exhibit> exhibits) {
  Hall hall(std::move(exhibits));
  httplib::Server server;
  set_manners(server);
  set_routes(server, hall);
  const int port = bind(server, options);
  fmt::print("http://{}:{}/\n", options.host, port);
  std::fflush(stdout);
  require(server.listen_after_bind(), "[serve] expected to go on listening at {}:{}", options.host,
          port);
}

}  // namespace akin::app
