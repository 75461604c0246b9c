#include "serve/server.h"

#include <algorithm>
#include <cstdio>
#include <memory>
#include <utility>
#include <vector>

#include <qrencode.h>

#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include "akin/base/require.h"

#include "http/access.h"
#include "http/http_server.h"
#include "http/network.h"
#include "http/piece_stream.h"
#include "http/process_memory.h"
#include "serve/serve_page.h"
#include "serve/stage.h"

namespace akin::app {

using nlohmann::json;

namespace {

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

/// Everything that the server consists of.
struct Site {
  HttpServer& server;
  ModelRegistry& models;
  Gate& gate;
  std::string base_path;

  void get(const std::string& path, Lane lane, const HttpHandler& handler) const {
    server.get(path, lane, handler);
    if (!base_path.empty()) {  // whether the proxy leaves it in the path or not
      server.get(base_path + path, lane, handler);
    }
  }
  void post(const std::string& path, Lane lane, const HttpHandler& handler) const {
    server.post(path, lane, handler);
    if (!base_path.empty()) {
      server.post(base_path + path, lane, handler);
    }
  }
};

RequestBody body_of(const HttpRequest& request) {
  return RequestBody(request.body, request.visitor);
}

HttpResponse text_response(const Site& site, const HttpRequest& request) {
  auto stream = std::make_shared<PieceStream>([&server = site.server] { server.wake(); });
  HttpResponse response = event_stream_response(stream);
  response.work = [&models = site.models, stream,
                   generation = site.models.generation(body_of(request))] {
    const auto send = [&](const json& content) { return stream->write(event(content)); };
    try {
      models.generate(generation, send);
      send({{"done", true}});
    } catch (const std::exception& error) {
      spdlog::error("/api/generate: {}", error.what());
      send({{"error", "[server] failed; its terminal says why"}, {"code", "failed"}});
    }
    stream->end();
  };
  return response;
}

void set_model_routes(const Site& site) {
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
    site.post(path, Lane::model,
              [&models = site.models, endpoint = endpoint](const HttpRequest& request) {
                return json_response(models.compute(endpoint, body_of(request)));
              });
  }
  site.post("/api/generate", Lane::text,
            [site](const HttpRequest& request) { return text_response(site, request); });
}

void set_class_routes(const Site& site, Stage& stage) {
  const auto call = [&models = site.models](auto method) {
    return [&models, method](const HttpRequest& request) {
      return json_response((models.*method)(body_of(request)));
    };
  };
  site.post("/api/training", Lane::state, call(&ModelRegistry::training_status));
  site.post("/api/vote", Lane::state, call(&ModelRegistry::vote_status));
  site.post("/api/vote/cast", Lane::state, call(&ModelRegistry::cast_vote));
  site.post("/api/train", Lane::control, instructor_only(call(&ModelRegistry::train)));
  site.post("/api/vote/start", Lane::model, instructor_only(call(&ModelRegistry::start_vote)));
  site.post("/api/vote/reveal", Lane::state, instructor_only(call(&ModelRegistry::reveal_vote)));
  site.get("/api/stage", Lane::state,
           [&stage](const HttpRequest&) { return json_response(stage.status()); });
  site.post("/api/stage", Lane::state, instructor_only([&stage](const HttpRequest& request) {
              return json_response(stage.set(body_of(request)));
            }));
}

void add_cookie(HttpResponse& response, const HttpRequest& request, Gate& gate) {
  if (auto cookie = gate.cookie_for(request)) {
    response.headers.emplace_back("Set-Cookie", std::move(*cookie));
  }
}

void set_page_routes(const Site& site, const std::string& class_url) {
  const auto page = std::make_shared<const std::string>(serve_page());
  const auto send_page = [page, &gate = site.gate](const HttpRequest& request) {
    HttpResponse response = {
        .status = 200, .content_type = "text/html; charset=utf-8", .body = page};
    add_cookie(response, request, gate);
    return response;
  };
  site.get("/", Lane::state, send_page);
  if (!site.base_path.empty()) {  // a page's addresses are relative to the folder that it is in
    site.server.get(site.base_path, Lane::state, [&base = site.base_path](const HttpRequest&) {
      HttpResponse response = json_response({}, 308);
      response.headers.emplace_back("Location", base + "/");
      return response;
    });
  }
  // A page that stays open over a restart of the server has an old cookie.
  site.get("/api/events", Lane::state, [site](const HttpRequest& request) {
    HttpResponse response = event_stream_response(site.models.events().subscribe(request.visitor));
    add_cookie(response, request, site.gate);
    return response;
  });
  site.get("/api/lesson", Lane::state,
           [&models = site.models](const HttpRequest&) { return json_response(models.lesson()); });
  json address = {{"url", class_url}};
  if (!class_url.empty()) {
    address["qr"] = qr_code(class_url);
  }
  site.get("/api/models", Lane::state, [&models = site.models, address](const HttpRequest&) {
    json described = models.describe();
    described["address"] = address;
    return json_response(described);
  });
}

bool is_any_address(const std::string& host) {
  return host == "0.0.0.0" || host == "::";
}

/// The URL that other machines can reach; empty: none.
std::string class_url(const Address& address, int port) {
  const auto& [host, wanted_port, names, base_path, announced] = address;
  if (announced.find("://") != std::string::npos) {
    return announced;
  }
  if (std::count(announced.begin(), announced.end(), ':') == 1) {  // with a port of its own
    return "http://" + announced + base_path + "/";
  }
  const bool local = host.starts_with("127.") || host == "localhost" || host == "::1";
  const std::string reachable = !announced.empty()     ? announced
                                : local                ? std::string()
                                : is_any_address(host) ? network_address()
                                                       : host;
  return reachable.empty() ? std::string() : http_url(reachable, port) + base_path + "/";
}

/// The name of the host in a URL, or in what is no URL.
std::string host_of(const std::string& url) {
  const std::size_t scheme = url.find("://");
  const std::string rest = scheme == std::string::npos ? url : url.substr(scheme + 3);
  return rest.substr(0, rest.find_first_of(":/"));
}

OwnNames own_names(const Address& address) {
  std::vector<std::string> names = address.names;
  names.push_back(address.host);
  if (!address.announced.empty()) {
    names.push_back(host_of(address.announced));
  }
  return OwnNames(std::move(names));
}

}  // namespace

int listen(const Address& address) {
  const std::string& path = address.base_path;
  require<UsageError>(path.empty() || (path.starts_with('/') && !path.ends_with('/') &&
                                       path.find_first_of("?#;, \"") == std::string::npos),
                      "[serve] expected a --base-path such as /akin, got {}", path);
  return listening_socket(address.host, address.port);
}

void serve(const Address& address, int listening, ModelRegistry& models) {
  const int port = port_of(listening);
  share_freed_memory();
  HttpServer server(listening);
  Gate gate(own_names(address), port, address.base_path + "/");
  server.check_with([&](HttpRequest& request) { gate.check(request); });
  Stage stage(models.events());
  models.events().on_publish([&] { server.wake(); });
  const Site site = {server, models, gate, address.base_path};
  const std::string for_class = class_url(address, port);
  set_page_routes(site, for_class);
  set_model_routes(site);
  set_class_routes(site, stage);
  fmt::print("instructor: {}{}/#token={}\n",
             http_url(is_any_address(address.host) ? "127.0.0.1" : address.host, port),
             address.base_path, gate.token().text());
  if (!for_class.empty()) {
    fmt::print("class:      {}\n", for_class);
  }
  std::fflush(stdout);
  server.run();
}

}  // namespace akin::app
