#pragma once

#include <functional>
#include <string>

#include "akin/tokens/prompt.h"

#include "http/fair_queue.h"
#include "serve/model_view.h"

namespace akin::app {

/// A validated request for generated text.
struct GenerationRequest {
  tokens::Prompt prompt;
  GenerationOptions options;
  std::uint64_t seed = 0;
  Visitor visitor;
  bool probabilities = false;  ///< send each token's probability and the top candidates
};

/// A text field with any characters. HttpError (400): zero bytes, and the errors of
/// RequestBody::string().
tokens::Prompt prompt_of(const RequestBody& body, const std::string& field,
                         const TextGenerator& model);

/// The field "tokens", token ids, or else "text", as prompt_of(). HttpError (400).
tokens::Prompt text_or_tokens(const RequestBody& body, const TextGenerator& model);

/// A token on its own; bytes that are no whole character become U+FFFD.
std::string token_text(const TextGenerator& model, tokens::Token token);

/// {"temperature", "top_k", "top_p"}; HttpError (400).
tokens::SamplingOptions sampling_options(const RequestBody& body);

/// [[character, replacement], ...], as tokens::Replacement.
nlohmann::json replaced_in(const tokens::Prompt& prompt);

/// {"prompt", "length", "temperature", "top_k", "top_p", "seed", "probabilities"}; HttpError (400).
GenerationRequest generation_request(const RequestBody& body, const TextGenerator& model);

/// Generates text and passes it to `send` in events of a few tokens:
/// {"tokens": [{"text", "probability", "candidates": [[text, probability], ...]}, ...]}, after
/// {"replaced": replaced_in(prompt)} if the vocabulary lacks characters of the prompt.
/// Gives up its turn between events; stops when `send` returns false.
void generate_text(const TextGenerator& model, const GenerationRequest& request, FairQueue& queue,
                   const std::function<bool(const nlohmann::json&)>& send);

}  // namespace akin::app
