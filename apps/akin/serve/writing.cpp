#include "serve/writing.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <optional>

#include "akin/base/require.h"
#include "akin/base/utf8.h"

#include "character_stream.h"

namespace akin::app {

using nlohmann::json;
using tokens::Token;

namespace {

constexpr std::size_t longest_prompt = 4096;  // bytes
constexpr std::int64_t longest_text = 4096;   // tokens
constexpr std::size_t tokens_an_event = 16;
constexpr std::size_t others_shown = 5;

/// Chances as the model has them, before temperature and cuts.
std::vector<double> chances_of(std::span<const float> logits) {
  const float most = *std::max_element(logits.begin(), logits.end());
  std::vector<double> chances(logits.size());
  std::transform(logits.begin(), logits.end(), chances.begin(),
                 [&](float logit) { return std::exp(static_cast<double>(logit - most)); });
  const double sum = std::accumulate(chances.begin(), chances.end(), 0.0);
  for (double& chance : chances) {
    chance /= sum;
  }
  return chances;
}

std::string shown(const TextModel& model, Token token) {
  return utf8::replace_invalid(model.tokenizer().decode({&token, 1}));
}

void add_chances(json& event, const TextModel& model, Token token, std::span<const float> logits) {
  const std::vector<double> chances = chances_of(logits);
  std::vector<Token> order(chances.size());
  std::iota(order.begin(), order.end(), 0);
  const std::size_t count = std::min(others_shown, order.size());
  std::partial_sort(order.begin(), order.begin() + static_cast<std::ptrdiff_t>(count), order.end(),
                    [&](Token a, Token b) {
                      return chances[static_cast<std::size_t>(a)] >
                             chances[static_cast<std::size_t>(b)];
                    });
  event["chance"] = chances[static_cast<std::size_t>(token)];
  event["others"] = json::array();
  for (std::size_t i = 0; i < count; ++i) {
    event["others"].push_back(
        {shown(model, order[i]), chances[static_cast<std::size_t>(order[i])]});
  }
}

}  // namespace

std::vector<Token> prompt_of(const Body& body, const std::string& field, const TextModel& model) {
  try {
    return model.tokenizer().encode(body.text(field, longest_prompt));
  } catch (const UsageError& error) {  // a character never seen
    throw Refusal(400, error.what());
  }
}

WritingRequest writing_request(const Body& body, const TextModel& model) {
  WritingRequest request;
  request.prompt = prompt_of(body, "prompt", model);
  request.options.length = body.whole("length", {1, longest_text}, 300);
  request.options.sampling.temperature = body.real("temperature", {0, 10}, 1);
  request.options.sampling.top_k = body.whole("top_k", {0, model.tokenizer().vocabulary_size()}, 0);
  request.options.sampling.top_p = body.real("top_p", {0.01, 1}, 1);
  request.seed = static_cast<std::uint64_t>(body.whole("seed", {}, 0));
  request.chances = body.flag("chances", false);
  return request;
}

void write_text(const TextModel& model, const WritingRequest& request, Turns& turns,
                const std::function<bool(const json&)>& send) {
  std::optional<Turns::Turn> turn(std::in_place, turns);
  inference::Decoder decoder = model.decoder();
  CharacterStream characters;
  json some = json::array();
  const auto hand_on = [&] {
    const bool go_on = some.empty() || send({{"tokens", some}});
    some = json::array();
    return go_on;
  };
  model.write(decoder, request.prompt, request.options, request.seed,
              [&](Token token, std::span<const float> logits) {
                json event = {{"text", characters.add(model.tokenizer().decode({&token, 1}))}};
                if (request.chances) {
                  add_chances(event, model, token, logits);
                }
                some.push_back(std::move(event));
                if (some.size() < tokens_an_event) {
                  return true;
                }
                bool go_on = true;
                turn->again([&] { go_on = hand_on(); });  // whoever reads slowly holds up nobody
                return go_on;
              });
  turn.reset();
  if (const std::string rest = characters.end(); !rest.empty()) {
    some.push_back({{"text", rest}});
  }
  hand_on();
}

}  // namespace akin::app
