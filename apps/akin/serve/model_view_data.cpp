#include <algorithm>

#include <spdlog/spdlog.h>

#include "akin/base/require.h"
#include "akin/base/utf8.h"
#include "akin/evaluation/novelty_points.h"
#include "akin/io/base64.h"

#include "serve/model_view.h"
#include "serve/timeline.h"

namespace akin::app {

using nlohmann::json;

namespace {

constexpr std::int64_t max_shown = 512;
constexpr std::int64_t max_excerpt = 4096;  // tokens
constexpr std::int64_t most_frequent = 20;

json counted(const data::Frequencies& counts) {
  json all = json::array();
  for (const auto& [text, count] : counts) {
    all.push_back({text, count});
  }
  return all;
}

/// Training images in a random order of `seed`, without repeats, and the classes they are of.
json image_response(const data::Images& images, std::int64_t count, std::uint64_t seed) {
  const Permutation order(images.size(), Random(seed, "data").bits());
  json response = {{"count", images.size()}, {"classes", json::array()}, {"labels", json::array()}};
  const std::vector<std::int64_t> counts = images.class_counts();
  for (std::size_t i = 0; i < counts.size(); ++i) {
    response["classes"].push_back({{"name", images.class_names().at(i)}, {"count", counts[i]}});
  }
  std::string bytes;
  for (std::int64_t i = 0; i < std::min(count, images.size()); ++i) {
    const auto pixels = images.pixels(order(i));
    bytes.append(pixels.begin(), pixels.end());
    response["labels"].push_back(images.label(order(i)));
  }
  response["images"] = io::to_base64(bytes);
  return response;
}

/// `count` tokens from a random place of the training text, which begin a line if they can.
std::string excerpt(const data::TextData& data, std::int64_t count, std::uint64_t seed) {
  const std::int64_t last = std::max<std::int64_t>(data.train.size() - count, 0);
  std::int64_t start = Random(seed, "data").below(last + 1);
  const std::int64_t searched = std::min(last, start + max_excerpt);
  if (data.tokenizer->can_encode(U'\n')) {
    const tokens::Token newline = tokens::newline_of(*data.tokenizer);
    for (std::int64_t i = start; i < searched; ++i) {
      if (data.train[i] == newline) {
        start = i + 1;
        break;
      }
    }
  }
  std::vector<tokens::Token> some(
      static_cast<std::size_t>(std::min(count, data.train.size() - start)));
  data.train.copy(start, std::span(some));
  return utf8::replace_invalid(data.tokenizer->decode(some));
}

}  // namespace

std::int64_t examples_in(const data::TextData& data) {
  return data.documents
             ? std::ssize(data::document_bounds(data.train, tokens::newline_of(*data.tokenizer))) -
                   1
             : data.train_characters;
}

json ModelView::data(const RequestBody& body) {
  const auto seed = static_cast<std::uint64_t>(body.integer("seed", {}, 0));
  if (can_.text == nullptr) {
    return image_response(images().train, body.integer("count", {1, max_shown}, 64), seed);
  }
  const std::int64_t count = body.integer("count", {1, max_excerpt}, 600);
  const data::TextData& text = text_data();
  if (!statistics_) {
    statistics_ = data::text_statistics(data::training_text(text), most_frequent);
  }
  return {{"characters", text.train_characters},
          {"documents", text.documents ? json(examples_in(text)) : json()},
          {"excerpt", excerpt(text, count, seed)},
          {"letters", counted(statistics_->letters)},
          {"words", counted(statistics_->words)}};
}

json ModelView::timeline(const RequestBody& /*body*/) {
  if (!folder_) {
    throw HttpError(400, fmt::format("[model] expected a trained run, got {}", name_));
  }
  return app::timeline(*folder_, recipe_.training.batch_size);
}

json ModelView::novelty(const RequestBody& /*body*/) {
  if (!novelty_ || training_) {
    novelty_ = json{{"points", json::array()}};
    try {
      const auto points = can_.text != nullptr ? novelty_points(*can_.text, text_data())
                                               : novelty_points(*model_, images());
      for (const NoveltyPoint& point : points) {
        (*novelty_)["points"].push_back(
            {{"name", point.name}, {"similar", point.similar}, {"new", point.new_}});
      }
    } catch (const Error& error) {  // most often too few images were kept
      spdlog::warn("novelty of {}: {}", name_, error.what());
    }
  }
  return *novelty_;
}

}  // namespace akin::app
