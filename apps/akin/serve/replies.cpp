#include "serve/replies.h"

#include <algorithm>
#include <cctype>
#include <optional>

#include "akin/base/require.h"

#include "serve/body.h"
#include "serve/bounded_pool.h"

namespace akin::app {

using httplib::Request;
using httplib::Response;
using nlohmann::json;

namespace {

constexpr int threads = 64;
constexpr std::size_t most_connections_waiting = 256;
constexpr std::size_t largest_body = 128 << 10U;
constexpr int seconds_for_a_client = 5;
constexpr const char* token_header = "X-Akin-Token";

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

bool is_this_machine(const std::string& address) {
  return address.starts_with("127.") || address == "::1";
}

bool knows(const Request& request, const Token& token) {
  return token.is(request.get_header_value(token_header));
}

std::optional<Refusal> at_the_door(const Request& request, const Token& token, RateLimit& rate) {
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
  if (!is_this_machine(request.remote_addr) && !knows(request, token) &&
      !rate.allows(request.remote_addr)) {
    return Refusal(429, "[server] expected fewer requests in a row; try again in a second");
  }
  return std::nullopt;
}

}  // namespace

void answer(Response& response, int status, const json& content) {
  response.status = status;
  // Bytes that are no UTF-8 are replaced, so that this cannot throw.
  response.set_content(content.dump(-1, ' ', false, json::error_handler_t::replace),
                       "application/json");
}

void refuse(Response& response, int status, const std::string& reason) {
  if (status == 503 || status == 429) {
    response.set_header("Retry-After", "1");
  }
  answer(response, status, {{"error", reason}});
}

std::string event(const json& content) {
  return "data: " + content.dump(-1, ' ', false, json::error_handler_t::replace) + "\n\n";
}

httplib::Server::Handler guarded(httplib::Server::Handler work) {
  return [work = std::move(work)](const Request& request, Response& response) {
    const auto first_line = [](const std::string& text) { return text.substr(0, text.find('\n')); };
    try {
      work(request, response);
    } catch (const Refusal& refusal) {
      refuse(response, refusal.status(), refusal.what());
    } catch (const UsageError& error) {
      refuse(response, 400, first_line(error.what()));
    } catch (const std::exception& error) {
      refuse(response, 500, first_line(error.what()));
    }
  };
}

httplib::Server::Handler for_the_instructor(const Token& token, httplib::Server::Handler work) {
  return guarded([&token, work = std::move(work)](const Request& request, Response& response) {
    if (!knows(request, token)) {
      throw Refusal(403,
                    "[server] expected the instructor's token; open the address that akin serve "
                    "printed for the instructor");
    }
    work(request, response);
  });
}

void set_manners(httplib::Server& server, const Token& token, RateLimit& rate) {
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
  server.set_pre_routing_handler([&](const Request& request, Response& response) {
    const auto refusal = at_the_door(request, token, rate);
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

}  // namespace akin::app
