#include "akin/data/text_data.h"

#include <algorithm>
#include <numeric>
#include <utility>

#include <fmt/format.h>

#include "akin/base/random.h"
#include "akin/base/require.h"
#include "akin/base/settings.h"
#include "akin/data/text_origin.h"
#include "akin/data/text_split.h"
#include "akin/io/file.h"
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
  std::int64_t characters = 0;
  std::int64_t documents = 0;
  std::string sha256;  ///< of its bytes, as they are stored
};

/// The texts of an origin made plain; each is ended by a "\n" if there are several. Their counts
/// are those of the last reading.
class PlainTexts {
 public:
  explicit PlainTexts(const TextOrigin& origin) : origin_(origin), counts_(origin.texts.size()) {
    for (std::size_t i = 0; i < origin.texts.size(); ++i) {
      texts_.emplace_back([this, i](const TakeText& take) { read(i, take); });
    }
  }
  PlainTexts(const PlainTexts&) = delete;
  PlainTexts& operator=(const PlainTexts&) = delete;

  [[nodiscard]] const std::vector<TextSource>& texts() const { return texts_; }
  [[nodiscard]] const std::vector<TextCounts>& counts() const { return counts_; }
  [[nodiscard]] TextSource all() const {
    return [this](const TakeText& take) {
      for (const TextSource& text : texts_) {
        text(take);
      }
    };
  }

  /// Of several texts, the hash of their hashes.
  [[nodiscard]] std::string sha256() const {
    std::string digests;
    for (const TextCounts& counts : counts_) {
      digests += counts.sha256;
    }
    return counts_.size() == 1 ? digests : io::sha256(io::Bytes(digests.begin(), digests.end()));
  }

 private:
  void read(std::size_t index, const TakeText& take) {
    const TextFile& file = origin_.texts[index];
    TextCounts counts;
    io::Sha256 hash;
    const TextSource hashed = [&](const TakeText& use) {
      file.bytes([&](std::string_view chunk) {
        hash.update(chunk);
        use(chunk);
      });
    };
    LineSplitter lines([](std::string_view) {}, [&counts] { ++counts.documents; });
    char last = '\n';
    const auto pass = [&](std::string_view chunk) {
      if (chunk.empty()) {
        return;
      }
      counts.characters += count_characters(chunk);
      lines.add(chunk);
      last = chunk.back();
      take(chunk);
    };
    tokens::plain_text(hashed, file.who)(pass);
    require(counts.characters > 0, "[{}] expected text, got an empty file; put text into it",
            file.who);
    if (texts_.size() > 1 && last != '\n') {
      pass("\n");
    }
    lines.finish();
    counts.sha256 = hash.digest();
    counts_[index] = std::move(counts);
  }

  const TextOrigin& origin_;
  std::vector<TextSource> texts_;
  std::vector<TextCounts> counts_;
};

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
                   const std::vector<TextCounts>& counts) {
  std::vector<std::int64_t> sizes;
  for (const TextCounts& text : counts) {
    sizes.push_back(documents ? text.documents : text.characters);
  }
  const std::int64_t count = std::accumulate(sizes.begin(), sizes.end(), std::int64_t{0});
  const char* unit = documents ? "documents" : "characters";
  require(count >= 2, "[{}] expected at least two {}, to train on one and hold one out, got {}",
          origin.who, unit, count);
  const std::int64_t holdout =
      request.holdout == -1 ? default_holdout(origin, documents, count) : request.holdout;
  require<UsageError>(holdout >= 0 && holdout < count,
                      "[data] expected a hold-out of 0 to {} {}, got {}", count - 1, unit, holdout);
  require<UsageError>(request.limit >= 0, "[data] expected a limit of 0 or more, got {}",
                      request.limit);
  const auto limited = [&](std::int64_t size) {
    return request.limit > 0 ? std::min(request.limit, size) : size;
  };
  TextSplit split{.documents = documents, .parts = {}};
  if (documents) {
    split.parts = {{limited(count - holdout), count - holdout}};
    split.validation.resize(static_cast<std::size_t>(count));
    const Permutation shuffled(count, holdout_key);
    for (std::int64_t i = 0; i < holdout; ++i) {
      const std::int64_t document = origin.fresh_tail > 0 ? count - 1 - i : shuffled(i);
      split.validation[static_cast<std::size_t>(document)] = true;
    }
    return split;
  }
  const std::vector<std::int64_t> held_out = in_proportion(holdout, sizes);
  std::vector<std::int64_t> train;
  for (std::size_t i = 0; i < sizes.size(); ++i) {
    train.push_back(sizes[i] - held_out[i]);
  }
  const std::vector<std::int64_t> shares = in_proportion(limited(count - holdout), train);
  for (std::size_t i = 0; i < sizes.size(); ++i) {
    split.parts.push_back({shares[i], train[i]});
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

void encode_parts(TextData& data, const std::vector<TextSource>& texts, const TextSplit& split) {
  PartEncoder train(*data.tokenizer);
  PartEncoder validation(*data.tokenizer);
  if (split.documents) {
    train.add("\n");
    validation.add("\n");
  }
  each_part(
      texts, split, [&](std::string_view some) { train.add(some); },
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

std::vector<std::string> notes_of(const TextOrigin& origin) {
  std::vector<std::string> notes = origin.notes;
  if (origin.texts.size() > 1) {
    notes.push_back(fmt::format("{} texts", origin.texts.size()));
  }
  std::int64_t empty = 0;
  for (const TextFile& text : origin.texts) {
    empty += text.empty_rows ? *text.empty_rows : 0;
  }
  if (empty > 0) {
    notes.push_back(fmt::format("left out {} {} without text", empty, empty == 1 ? "row" : "rows"));
  }
  return notes;
}

}  // namespace

TextData load_text(const TextRequest& request, const io::DownloadOptions& options,
                   std::shared_ptr<const Tokenizer> tokenizer) {
  require_one_of("documents", request.documents, {"auto", "on", "off"});
  const TextOrigin origin = find_text(request.data, request.text_column, options);
  const PlainTexts plain(origin);
  const bool given = tokenizer != nullptr;
  if (!given) {
    tokenizer = tokens::make_tokenizer(request.tokenizer, plain.all(), request.vocabulary);
  }
  if (plain.counts().front().characters == 0) {  // the tokenizer did not need the text
    plain.all()([](std::string_view) {});
  }

  TextData data;
  data.name = origin.name;
  data.sha256 = plain.sha256();
  data.tokenizer = std::move(tokenizer);
  data.documents = request.documents == "on" || (request.documents == "auto" && origin.documents);
  for (std::size_t i = 0; i < origin.texts.size(); ++i) {
    const TextCounts& counts = plain.counts()[i];
    data.sources.push_back({origin.texts[i].who, counts.characters, counts.documents});
  }
  data.notes = notes_of(origin);
  if (!given && request.tokenizer == "auto" && data.tokenizer->kind() != "characters") {
    data.notes.push_back(
        fmt::format("{} different {}, since the text has many different characters (--tokenizer)",
                    data.tokenizer->vocabulary_size(), data.tokenizer->kind()));
  }
  const TextSplit split = split_of(request, origin, data.documents, plain.counts());
  encode_parts(data, plain.texts(), split);
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
