#include "serve/server.h"

#include <array>
#include <memory>
#include <utility>
#include <vector>

#include <arpa/inet.h>
#include <ifaddrs.h>
#include <net/if.h>
#include <netinet/in.h>
#include <qrencode.h>

#include <fmt/format.h>

#include "akin/base/require.h"

#include "serve/http.h"
#include "serve/serve_page.h"

namespace akin::app {

using httplib::Request;
using httplib::Response;
using nlohmann::json;

namespace {

/// For each address of the class: the page sends at most 25 requests a second (api.js).
constexpr double requests_per_second = 30;
constexpr double request_burst = 90;

/// QR code of a text: rows of '1' (dark) and '0', without the quiet zone. Error: too long.
std::vector<std::string> qr_code(const std::string& text) {
  const std::unique_ptr<QRcode, decltype(&QRcode_free)> code(
      QRcode_encodeString8bit(text.c_str(), 0, QR_ECLEVEL_M), &QRcode_free);
  require(code != nullptr, "[qr] expected a short text, got {} bytes", text.size());
  const auto side = static_cast<std::size_t>(code->width);
  std::vector<std::string> rows(side, std::string(side, '0'));
  for (std::size_t i = 0; i < side * side; ++i) {
    rows[i / side][i % side] = (code->data[i] & 1U) != 0 ? '1' : '0';
  }
  return rows;
}

void stream_text(ModelRegistry& models, const Request& request, Response& response) {
  response.set_chunked_content_provider(
      "text/event-stream", [&models, generation = models.generation(RequestBody(request.body))](
                               std::size_t, httplib::DataSink& sink) {
        const auto send = [&](const json& content) {
          const std::string text = event(content);
          return sink.write(text.data(), text.size());
        };
        try {
          models.generate(generation, send);
          send({{"done", true}});
        } catch (const std::exception& error) {
          send({{"error", error.what()}});
        }
        sink.done();
        return true;
      });
}

void set_model_routes(httplib::Server& server, ModelRegistry& models) {
  const std::vector<std::pair<const char*, ModelRegistry::Endpoint>> endpoints = {
      {"/api/samples", &ModelView::samples},
      {"/api/encode", &ModelView::encode},
      {"/api/decode", &ModelView::decode},
      {"/api/posterior_samples", &ModelView::posterior_samples},
      {"/api/codes", &ModelView::codes},
      {"/api/project", &ModelView::project},
      {"/api/decode_at", &ModelView::decode_at},
      {"/api/context_loss", &ModelView::context_loss},
      {"/api/timeline", &ModelView::timeline},
      {"/api/novelty", &ModelView::novelty},
      {"/api/next_tokens", &ModelView::next_tokens},
      {"/api/heads", &ModelView::heads},
      {"/api/head_links", &ModelView::head_links},
      {"/api/copied_spans", &ModelView::copied_spans},
      {"/api/tale_truth", &ModelView::tale_truth},
      {"/api/data", &ModelView::data},
      {"/api/latent_map", &ModelView::latent_map},
      {"/api/nearest", &ModelView::nearest},
      {"/api/discriminate", &ModelView::discriminate},
      {"/api/complete", &ModelView::complete},
      {"/api/attention", &ModelView::attention},
      {"/api/longest_copy", &ModelView::longest_copy},
      {"/api/example", &ModelView::example}};
  for (const auto& [path, endpoint] : endpoints) {
    server.Post(path, with_errors([&models, endpoint = endpoint](const Request& request,
                                                                 Response& response) {
                  send_json(response, 200, models.compute(endpoint, RequestBody(request.body)));
                }));
  }
  server.Post("/api/generate", with_errors([&models](const Request& request, Response& response) {
                stream_text(models, request, response);
              }));
}

void set_class_routes(httplib::Server& server, ModelRegistry& models,
                      const InstructorToken& token) {
  const auto call = [&models](auto method) {
    return [&models, method](const Request& request, Response& response) {
      send_json(response, 200, (models.*method)(RequestBody(request.body)));
    };
  };
  server.Post("/api/training", with_errors(call(&ModelRegistry::training_status)));
  server.Post("/api/vote", with_errors(call(&ModelRegistry::vote_status)));
  server.Post("/api/vote/cast", with_errors(call(&ModelRegistry::cast_vote)));
  server.Post("/api/train", instructor_only(token, call(&ModelRegistry::train)));
  server.Post("/api/vote/reveal", instructor_only(token, call(&ModelRegistry::reveal_vote)));
  server.Post("/api/vote/start",
              instructor_only(token, [&models](const Request& request, Response& response) {
                send_json(response, 200,
                          models.compute(&ModelView::start_vote, RequestBody(request.body)));
              }));
}

void set_page_routes(httplib::Server& server, ModelRegistry& models, const std::string& class_url) {
  server.Get("/", [](const Request&, Response& response) {
    response.set_content(serve_page(), "text/html; charset=utf-8");
  });
  server.Get("/api/lesson", with_errors([&models](const Request&, Response& response) {
               send_json(response, 200, models.lesson());
             }));
  json address = {{"url", class_url}};
  if (!class_url.empty()) {
    address["qr"] = qr_code(class_url);
  }
  server.Get("/api/models", with_errors([&models, address](const Request&, Response& response) {
               json described = models.describe();
               described["address"] = address;
               send_json(response, 200, described);
             }));
}

/// Binds the server and returns its port. httplib's backlog is 5 connections; a whole class opens
/// the page at once.
int bind(httplib::Server& server, const Address& address) {
  constexpr int backlog = 512;
  static constexpr int send_buffer = 1 << 17;  // bytes that the system keeps for a slow reader
  int listening = -1;
  server.set_socket_options([&](socket_t socket) {
    httplib::default_socket_options(socket);
    ::setsockopt(socket, SOL_SOCKET, SO_SNDBUF, &send_buffer, sizeof(send_buffer));
    listening = socket;
  });
  int port = address.port;
  if (port == 0) {
    port = server.bind_to_any_port(address.host);
  } else if (!server.bind_to_port(address.host, port)) {
    port = -1;
  }
  require(port > 0 && ::listen(listening, backlog) == 0,
          "[serve] expected a free address, got {}:{}; try another --port", address.host,
          address.port);
  return port;
}

/// This machine's first IPv4 address that is not loopback; empty: none.
std::string network_address() {
  ifaddrs* list = nullptr;
  if (::getifaddrs(&list) != 0) {
    return {};
  }
  const std::unique_ptr<ifaddrs, decltype(&::freeifaddrs)> owner(list, &::freeifaddrs);
  for (const ifaddrs* interface = list; interface != nullptr; interface = interface->ifa_next) {
    const bool usable =
        interface->ifa_addr != nullptr && interface->ifa_addr->sa_family == AF_INET &&
        (interface->ifa_flags & IFF_UP) != 0 && (interface->ifa_flags & IFF_LOOPBACK) == 0;
    if (usable) {
      std::array<char, INET_ADDRSTRLEN> text{};
      const auto* address = reinterpret_cast<const sockaddr_in*>(interface->ifa_addr);
      return ::inet_ntop(AF_INET, &address->sin_addr, text.data(), text.size());
    }
  }
  return {};
}

std::string url(const std::string& host, int port) {
  return fmt::format("http://{}:{}/", host.find(':') == std::string::npos ? host : "[" + host + "]",
                     port);
}

bool is_any_address(const std::string& host) {
  return host == "0.0.0.0" || host == "::";
}

/// The URL that other machines can reach; empty: none.
std::string class_url(const std::string& host, int port) {
  if (host.starts_with("127.") || host == "localhost" || host == "::1") {
    return {};
  }
  const std::string reachable = is_any_address(host) ? network_address() : host;
  return reachable.empty() ? std::string() : url(reachable, port);
}

}  // namespace

void serve(const Address& address, ModelRegistry& models) {
  const InstructorToken token;
  RateLimit rate(requests_per_second, request_burst);
  httplib::Server server;
  configure_server(server, token, rate);
  const int port = bind(server, address);
  const std::string for_class = class_url(address.host, port);
  set_page_routes(server, models, for_class);
  set_model_routes(server, models);
  set_class_routes(server, models, token);
  fmt::print("instructor: {}#token={}\n",
             url(is_any_address(address.host) ? "127.0.0.1" : address.host, port), token.text());
  if (!for_class.empty()) {
    fmt::print("class:      {}\n", for_class);
  }
  std::fflush(stdout);
  require(server.listen_after_bind(), "[serve] expected to keep listening at {}:{}", address.host,
          port);
}

}  // namespace akin::app
