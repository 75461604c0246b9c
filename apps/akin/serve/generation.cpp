#include "serve/generation.h"

#include <optional>

#include "akin/base/require.h"
#include "akin/base/utf8.h"
#include "akin/tokens/next_tokens.h"

#include "command_line/character_stream.h"

namespace akin::app {

using nlohmann::json;
using tokens::Token;

namespace {

constexpr std::size_t max_prompt_bytes = 128 << 10U;  // no less than a request
constexpr std::int64_t max_tokens = 4096;
constexpr std::int64_t max_prompt_tokens = 8192;
constexpr std::size_t tokens_per_event = 16;
constexpr std::int64_t top_candidates = 5;

void add_probabilities(json& event, const TextGenerator& model, Token token,
                       std::span<const float> logits) {
  event["probability"] =
      tokens::TokenSampler().probabilities(logits)[static_cast<std::size_t>(token)];
  event["candidates"] = json::array();
  for (const auto& next : tokens::next_tokens(logits, {}, top_candidates).tokens) {
    event["candidates"].push_back({token_text(model, next.token), next.probability});
  }
}

}  // namespace

tokens::Prompt prompt_of(const RequestBody& body, const std::string& field,
                         const TextGenerator& model) {
  try {
    return tokens::encode_prompt(model.tokenizer(), body.string(field, max_prompt_bytes));
  } catch (const Error& error) {
    throw HttpError(400, error.what());
  }
}

tokens::Prompt text_or_tokens(const RequestBody& body, const TextGenerator& model) {
  if (!body.has("tokens")) {
    return prompt_of(body, "text", model);
  }
  const auto ids =
      body.integers("tokens", {0, model.tokenizer().vocabulary_size() - 1}, max_prompt_tokens);
  return {"", {ids.begin(), ids.end()}, {}};
}

std::string token_text(const TextGenerator& model, Token token) {
  return utf8::replace_invalid(model.tokenizer().decode({&token, 1}));
}

json replaced_in(const tokens::Prompt& prompt) {
  json replaced = json::array();
  for (const auto& [character, by] : prompt.replaced) {
    replaced.push_back({character, by});
  }
  return replaced;
}

tokens::SamplingOptions sampling_options(const RequestBody& body) {
  return {.temperature = body.number("temperature", {0, 10}, 1),
          .top_k = body.integer("top_k", {}, 0),
          .top_p = body.number("top_p", {0.01, 1}, 1)};
}

GenerationRequest generation_request(const RequestBody& body, const TextGenerator& model) {
  GenerationRequest request;
  request.prompt = prompt_of(body, "prompt", model);
  request.options.length = body.integer("length", {1, max_tokens}, 300);
  request.options.sampling = sampling_options(body);
  request.seed = static_cast<std::uint64_t>(body.integer("seed", {}, 0));
  request.visitor = body.visitor();
  request.probabilities = body.boolean("probabilities", false);
  return request;
}

void generate_text(const TextGenerator& model, const GenerationRequest& request, FairQueue& queue,
                   const std::function<bool(const json&)>& send) {
  if (!request.prompt.replaced.empty() && !send({{"replaced", replaced_in(request.prompt)}})) {
    return;
  }
  std::optional<FairQueue::Ticket> ticket(std::in_place, queue, request.visitor);
  inference::Decoder decoder = model.decoder();
  CharacterStream characters;
  json pending = json::array();
  const auto flush = [&] {
    const bool proceed = pending.empty() || send({{"tokens", pending}});
    pending = json::array();
    return proceed;
  };
  model.generate(decoder, request.prompt.tokens, request.options, request.seed,
                 [&](Token token, std::span<const float> logits) {
                   json event = {{"text", characters.add(model.tokenizer().decode({&token, 1}))}};
                   if (request.probabilities) {
                     add_probabilities(event, model, token, logits);
                   }
                   pending.push_back(std::move(event));
                   if (pending.size() < tokens_per_event) {
                     return true;
                   }
                   bool proceed = true;
                   ticket->requeue([&] { proceed = flush(); });  // a slow reader blocks nobody
                   return proceed;
                 });
  ticket.reset();
  if (const std::string rest = characters.end(); !rest.empty()) {
    pending.push_back({{"text", rest}});
  }
  flush();
}

}  // namespace akin::app
