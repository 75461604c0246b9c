#include "serve/server.h"

#include <fmt/format.h>

#include "akin/base/require.h"

#include "serve/page.h"
#include "serve/qr_code.h"
#include "serve/replies.h"

namespace akin::app {

using httplib::Request;
using httplib::Response;
using nlohmann::json;

namespace {

/// What one visitor of a class may ask: the page moves things at most 25 times a second (api.js).
constexpr double requests_a_second = 30;
constexpr double requests_at_once = 90;

void stream_text(Hall& hall, const Request& request, Response& response) {
  response.set_chunked_content_provider(
      "text/event-stream",
      [&hall, writing = hall.writing(Body(request.body))](std::size_t, httplib::DataSink& sink) {
        const auto send = [&](const json& content) {
          const std::string text = event(content);
          return sink.write(text.data(), text.size());
        };
        try {
          hall.write(writing, send);
          send({{"end", true}});
        } catch (const std::exception& error) {
          send({{"error", error.what()}});
        }
        sink.done();
        return true;
      });
}

void set_computing_routes(httplib::Server& server, Hall& hall) {
  const std::vector<std::pair<const char*, Hall::Answer>> answers = {
      {"/api/wall", &Exhibit::wall},           {"/api/encode", &Exhibit::encode},
      {"/api/decode", &Exhibit::decode},       {"/api/nearest", &Exhibit::nearest},
      {"/api/vote", &Exhibit::vote},           {"/api/complete", &Exhibit::complete},
      {"/api/attention", &Exhibit::attention}, {"/api/copied", &Exhibit::copied},
      {"/api/example", &Exhibit::example},     {"/api/map", &Exhibit::map}};
  for (const auto& [path, how] : answers) {
    server.Post(path, guarded([&hall, how = how](const Request& request, Response& response) {
                  answer(response, 200, hall.compute(how, Body(request.body)));
                }));
  }
  server.Post("/api/write", guarded([&hall](const Request& request, Response& response) {
                stream_text(hall, request, response);
              }));
}

void set_class_routes(httplib::Server& server, Hall& hall, const Token& token) {
  const auto by = [&hall](auto how) {
    return [&hall, how](const Request& request, Response& response) {
      answer(response, 200, (hall.*how)(Body(request.body)));
    };
  };
  server.Post("/api/training", guarded(by(&Hall::training)));
  server.Post("/api/votes", guarded(by(&Hall::votes)));
  server.Post("/api/cast", guarded(by(&Hall::cast)));
  server.Post("/api/train", for_the_instructor(token, by(&Hall::train)));
  server.Post("/api/reveal", for_the_instructor(token, by(&Hall::reveal)));
  server.Post("/api/ask",
              for_the_instructor(token, [&hall](const Request& request, Response& response) {
                answer(response, 200, hall.compute(&Exhibit::ask, Body(request.body)));
              }));
}

void set_page_routes(httplib::Server& server, Hall& hall, const std::string& class_url) {
  server.Get("/", [](const Request&, Response& response) {
    response.set_content(serve_page(), "text/html; charset=utf-8");
  });
  json address = {{"url", class_url}};
  if (!class_url.empty()) {
    address["qr"] = qr_code(class_url);
  }
  server.Get("/api/exhibits", guarded([&hall, address](const Request&, Response& response) {
               json described = hall.describe();
               described["address"] = address;
               answer(response, 200, described);
             }));
}

/// The port that was bound. The library lets five connections wait to be taken in; a class that
/// opens the page at once is more.
int bind(httplib::Server& server, const Address& address) {
  constexpr int most_to_be_taken_in = 512;
  static constexpr int most_unread = 1 << 17;  // bytes that the system keeps for a slow reader
  int listening = -1;
  server.set_socket_options([&](socket_t socket) {
    httplib::default_socket_options(socket);
    ::setsockopt(socket, SOL_SOCKET, SO_SNDBUF, &most_unread, sizeof(most_unread));
    listening = socket;
  });
  int port = address.port;
  if (port == 0) {
    port = server.bind_to_any_port(address.host);
  } else if (!server.bind_to_port(address.host, port)) {
    port = -1;
  }
  require(port > 0 && ::listen(listening, most_to_be_taken_in) == 0,
          "[serve] expected an address that is free, got {}:{}; try another --port", address.host,
          address.port);
  return port;
}

std::string url(const std::string& host, int port) {
  return fmt::format("http://{}:{}/", host.find(':') == std::string::npos ? host : "[" + host + "]",
                     port);
}

/// As others in the network reach it; empty where they cannot.
std::string class_url(const std::string& host, int port) {
  if (host.starts_with("127.") || host == "localhost" || host == "::1") {
    return {};
  }
  const std::string reached = host == "0.0.0.0" || host == "::" ? network_address() : host;
  return reached.empty() ? std::string() : url(reached, port);
}

}  // namespace

void serve(const Address& address, Hall& hall) {
  const Token token;
  RateLimit rate(requests_a_second, requests_at_once);
  httplib::Server server;
  set_manners(server, token, rate);
  const int port = bind(server, address);
  const std::string for_class = class_url(address.host, port);
  set_page_routes(server, hall, for_class);
  set_computing_routes(server, hall);
  set_class_routes(server, hall, token);
  const bool everywhere = address.host == "0.0.0.0" || address.host == "::";
  fmt::print("instructor: {}#token={}\n", url(everywhere ? "127.0.0.1" : address.host, port),
             token.text());
  if (!for_class.empty()) {
    fmt::print("class:      {}\n", for_class);
  }
  std::fflush(stdout);
  require(server.listen_after_bind(), "[serve] expected to go on listening at {}:{}", address.host,
          port);
}

}  // namespace akin::app
