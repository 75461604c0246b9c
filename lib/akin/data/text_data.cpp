#include "akin/data/text_data.h"

#include <algorithm>
#include <utility>

#include "akin/base/random.h"
#include "akin/base/require.h"
#include "akin/base/settings.h"
#include "akin/data/text_origin.h"
#include "akin/data/text_split.h"
#include "akin/io/sha256.h"
#include "akin/tokens/plain_text.h"

namespace akin::data {
namespace {

using tokens::TextSource;
using tokens::Tokenizer;

/// The validation documents are the same in every run, whatever its seed.
constexpr std::uint64_t holdout_key = 20;
constexpr std::int64_t most_validation_documents = 1000;
/// More would make the validation of a large text longer than its training.
constexpr std::int64_t most_validation_characters = 1'000'000;

/// Statistics of a text, from the first pass.
struct TextCounts {
  std::int64_t bytes = 0;
  std::int64_t characters = 0;
  std::int64_t documents = 0;
};

/// `text`, which is counted as it passes. Error if it is empty.
TextSource counted_text(const TextSource& text, const std::string& who, TextCounts& counts) {
  return [&](const TakeText& take) {
    LineSplitter lines([](std::string_view) {}, [&counts] { ++counts.documents; });
    text([&](std::string_view chunk) {
      counts.bytes += static_cast<std::int64_t>(chunk.size());
      counts.characters += count_characters(chunk);
      lines.add(chunk);
      take(chunk);
    });
    lines.finish();
    require(counts.bytes > 0, "[{}] expected text, got an empty file; put text into it", who);
  };
}

std::int64_t default_holdout(const TextOrigin& origin, bool documents, std::int64_t count) {
  if (!documents) {
    // As in nanoGPT, the first int(0.9 n) characters are for training.
    return std::min(count - static_cast<std::int64_t>(0.9 * static_cast<double>(count)),
                    most_validation_characters);
  }
  const std::int64_t tenth = std::clamp<std::int64_t>(count / 10, 1, most_validation_documents);
  return origin.fresh_tail > 0 ? origin.fresh_tail : tenth;
}

TextSplit split_of(const TextRequest& request, const TextOrigin& origin, bool documents,
                   const TextCounts& counts) {
  const std::int64_t count = documents ? counts.documents : counts.characters;
  const char* unit = documents ? "documents" : "characters";
  require(count >= 2, "[{}] expected at least two {}, to train on one and hold one out, got {}",
          origin.who, unit, count);
  const std::int64_t holdout =
      request.holdout == -1 ? default_holdout(origin, documents, count) : request.holdout;
  require<UsageError>(holdout >= 0 && holdout < count,
                      "[data] expected a hold-out of 0 to {} {}, got {}", count - 1, unit, holdout);
  require<UsageError>(request.limit >= 0, "[data] expected a limit of 0 or more, got {}",
                      request.limit);
  TextSplit split{.documents = documents, .all_train = count - holdout};
  split.train = request.limit > 0 ? std::min(request.limit, split.all_train) : split.all_train;
  if (documents) {
    split.validation.resize(static_cast<std::size_t>(count));
    const Permutation shuffled(count, holdout_key);
    for (std::int64_t i = 0; i < holdout; ++i) {
      const std::int64_t document = origin.fresh_tail > 0 ? count - 1 - i : shuffled(i);
      split.validation[static_cast<std::size_t>(document)] = true;
    }
  }
  return split;
}

/// Encodes a split that arrives in chunks, by whole lines, so that the tokens do not depend on the
/// chunks.
class PartEncoder {
 public:
  explicit PartEncoder(const Tokenizer& tokenizer)
      : tokenizer_(tokenizer), tokens_(tokenizer.vocabulary_size()) {}

  void add(std::string_view text) {
    constexpr std::size_t block = std::size_t{1} << 20U;
    characters_ += count_characters(text);
    pending_ += text;
    if (pending_.size() < block) {
      return;
    }
    const std::size_t newline = pending_.rfind('\n');
    if (newline != std::string::npos || pending_.size() >= 8 * block) {
      encode(newline == std::string::npos ? pending_.size() : newline + 1);
    }
  }

  tokens::TokenSequence finish() {
    encode(pending_.size());
    return std::move(tokens_);
  }

  [[nodiscard]] std::int64_t characters() const { return characters_; }

 private:
  void encode(std::size_t bytes) {
    tokens_.append(tokenizer_.encode(std::string_view(pending_).substr(0, bytes)));
    pending_.erase(0, bytes);
  }

  const Tokenizer& tokenizer_;
  tokens::TokenSequence tokens_;
  std::string pending_;
  std::int64_t characters_ = 0;
};

void encode_parts(TextData& data, const TextSource& text, const TextSplit& split) {
  PartEncoder train(*data.tokenizer);
  PartEncoder validation(*data.tokenizer);
  if (split.documents) {
    train.add("\n");
    validation.add("\n");
  }
  each_part(
      text, split, [&](std::string_view some) { train.add(some); },
      [&](std::string_view some) { validation.add(some); });
  const std::int64_t starts = split.documents ? 1 : 0;
  data.train_characters = train.characters() - starts;
  data.validation_characters = validation.characters() - starts;
  data.train = train.finish();
  data.validation = data.validation_characters > 0
                        ? validation.finish()
                        : tokens::TokenSequence(data.tokenizer->vocabulary_size());
}

TextSource part_text(const TextData& data, const tokens::TokenSequence& part) {
  // Without the "\n" that starts the first document.
  const auto from = data.documents ? std::min<std::int64_t>(part.size(), 1) : 0;
  return tokens::text_of(part.slice(from, part.size()), data.tokenizer);
}

}  // namespace

TextData load_text(const TextRequest& request, const io::DownloadOptions& options,
                   std::shared_ptr<const Tokenizer> tokenizer) {
  require_one_of("documents", request.documents, {"auto", "on", "off"});
  const TextOrigin origin = find_text(request.data, options);
  TextCounts counts;
  io::Sha256 hash;
  const TextSource hashed = [&](const TakeText& take) {
    origin.bytes([&](std::string_view chunk) {
      hash.update(chunk);
      take(chunk);
    });
  };
  const TextSource hashed_text = tokens::plain_text(hashed, origin.who);
  const TextSource counted = counted_text(hashed_text, origin.who, counts);
  if (!tokenizer) {
    tokenizer = tokens::make_tokenizer(request.tokenizer, counted, request.vocabulary);
  }
  if (counts.bytes == 0) {  // the tokenizer did not need the text
    counted([](std::string_view) {});
  }

  TextData data;
  data.name = origin.name;
  data.sha256 = hash.digest();
  data.tokenizer = std::move(tokenizer);
  data.documents = request.documents == "on" || (request.documents == "auto" && origin.documents);
  encode_parts(data, tokens::plain_text(origin.bytes, origin.who),
               split_of(request, origin, data.documents, counts));
  return data;
}

TextSource training_text(const TextData& data) {
  return part_text(data, data.train);
}

TextSource validation_text(const TextData& data) {
  return part_text(data, data.validation);
}

std::vector<std::int64_t> document_bounds(const tokens::TokenSequence& documents,
                                          tokens::Token newline) {
  std::vector<std::int64_t> bounds;
  for (std::int64_t i = 0; i < documents.size(); ++i) {
    if (documents[i] == newline) {
      bounds.push_back(i);
    }
  }
  return bounds;
}

}  // namespace akin::data
