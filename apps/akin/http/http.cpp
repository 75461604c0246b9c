#include "http/http.h"

#include <spdlog/spdlog.h>

#include "akin/base/require.h"

namespace akin::app {

using nlohmann::json;

namespace {

/// Replacing invalid UTF-8 means that dump() cannot throw.
std::string text_of(const json& content) {
  return content.dump(-1, ' ', false, json::error_handler_t::replace);
}

std::string first_line(const std::string& text) {
  return text.substr(0, text.find('\n'));
}

}  // namespace

std::string HttpRequest::header(const std::string& lower_case_name) const {
  const auto found = headers.find(lower_case_name);
  return found == headers.end() ? std::string() : found->second;
}

HttpResponse json_response(const json& content, int status) {
  return {.status = status,
          .content_type = "application/json; charset=utf-8",
          .body = std::make_shared<const std::string>(text_of(content))};
}

HttpResponse error_response(const HttpError& error) {
  HttpResponse response =
      json_response({{"error", error.what()}, {"code", error.code()}}, error.status());
  if (error.status() == 503 || error.status() == 429) {
    response.headers.emplace_back("Retry-After", "1");
  }
  return response;
}

HttpResponse event_stream_response(std::shared_ptr<HttpStream> stream) {
  return {.status = 200,
          .content_type = "text/event-stream",
          .stream = std::move(stream),
          .headers = {{"X-Accel-Buffering", "no"}}};  // a proxy passes each event on at once
}

std::string event(const json& content) {
  return "data: " + text_of(content) + "\n\n";
}

HttpResponse answer(const HttpHandler& handler, const HttpRequest& request) {
  try {
    return handler(request);
  } catch (const HttpError& error) {
    return error_response(error);
  } catch (const UsageError& error) {
    return error_response(HttpError(400, first_line(error.what())));
  } catch (const std::exception& error) {
    spdlog::error("{} {}: {}", request.method, request.path, first_line(error.what()));
    return error_response(HttpError(500, "[server] failed; its terminal says why"));
  }
}

}  // namespace akin::app
