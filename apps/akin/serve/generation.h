#pragma once

#include <functional>
#include <string>
#include <vector>

#include "serve/fair_queue.h"
#include "serve/model_view.h"

namespace akin::app {

/// A validated request for generated text.
struct GenerationRequest {
  std::vector<tokens::Token> prompt;
  GenerationOptions options;
  std::uint64_t seed = 0;
  bool probabilities = false;  ///< send each token's probability and the top candidates
};

/// The tokens of a text field. HttpError (400): a character outside the vocabulary, and the errors
/// of RequestBody::string().
std::vector<tokens::Token> prompt_of(const RequestBody& body, const std::string& field,
                                     const TextGenerator& model);

/// {"prompt", "length", "temperature", "top_k", "top_p", "seed", "probabilities"}; HttpError (400).
GenerationRequest generation_request(const RequestBody& body, const TextGenerator& model);

/// Generates text and passes it to `send` in events of a few tokens:
/// {"tokens": [{"text", "probability", "candidates": [[text, probability], ...]}, ...]}.
/// Requeues between events; stops when `send` returns false.
void generate_text(const TextGenerator& model, const GenerationRequest& request, FairQueue& queue,
                   const std::function<bool(const nlohmann::json&)>& send);

}  // namespace akin::app
