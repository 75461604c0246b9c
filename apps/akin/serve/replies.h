#pragma once

#include <string>

#include <nlohmann/json.hpp>

#include "serve/access.h"
#include "serve/http.h"

namespace akin::app {

void answer(httplib::Response& response, int status, const nlohmann::json& content);
/// {"error": reason}, with Retry-After where it is worth trying again.
void refuse(httplib::Response& response, int status, const std::string& reason);
/// One event of a text/event-stream.
std::string event(const nlohmann::json& content);

/// What a handler throws becomes a status and a line.
httplib::Server::Handler guarded(httplib::Server::Handler work);
/// The same for those who know the token; 403 for others.
httplib::Server::Handler for_the_instructor(const Token& token, httplib::Server::Handler work);

/// Limits and headers, and what is refused before anything of a request is looked at: other hosts'
/// and pages' requests, those beyond what the pool or one address may ask.
void set_manners(httplib::Server& server, const Token& token, RateLimit& rate);

}  // namespace akin::app
