#pragma once

#include <functional>

#include "serve/exhibit.h"
#include "serve/turns.h"

namespace akin::app {

/// What a visitor asked a text model to write, checked before anything is sent. Errors: Refusals.
struct WritingRequest {
  std::vector<tokens::Token> prompt;
  WritingOptions options;
  std::uint64_t seed = 0;
  bool chances = false;  ///< with each token its chance, and the likeliest others
};
/// The tokens of a text in a field. Refusal (400): a character never seen, and those of
/// Body::text().
std::vector<tokens::Token> prompt_of(const Body& body, const std::string& field,
                                     const TextModel& model);

WritingRequest writing_request(const Body& body, const TextModel& model);

/// Writes and hands on events of a few tokens each, in JSON:
/// {"tokens": [{"text", "chance", "others": [[text, chance], ...]}, ...]}. Others get their turn
/// between two events. `send` stops it by returning false.
void write_text(const TextModel& model, const WritingRequest& request, Turns& turns,
                const std::function<bool(const nlohmann::json&)>& send);

}  // namespace akin::app
