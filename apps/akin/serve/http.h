#pragma once

#include <string>

#include <httplib.h>

#include <nlohmann/json.hpp>

#include "serve/access.h"

#undef _res  // a macro of <resolv.h> that breaks Eigen

namespace akin::app {

void send_json(httplib::Response& response, int status, const nlohmann::json& content);

/// One event of a text/event-stream.
std::string event(const nlohmann::json& content);

/// `handler`, with what it throws turned into an error response: {"error": message}.
httplib::Server::Handler with_errors(httplib::Server::Handler handler);
/// The same, for requests that carry the token; 403 for all others.
httplib::Server::Handler instructor_only(const InstructorToken& token,
                                         httplib::Server::Handler handler);

/// Sets limits, timeouts, security headers and the checks that every request passes before it is
/// routed: the host it names, the page it comes from, its content type, and its rate. Both `token`
/// and `rate` outlive the server.
void configure_server(httplib::Server& server, const InstructorToken& token, RateLimit& rate);

}  // namespace akin::app
