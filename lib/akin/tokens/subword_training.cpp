#include "akin/tokens/subword_training.h"

#include <algorithm>
#include <set>
#include <unordered_map>
#include <utility>

#include "akin/base/random.h"
#include "akin/base/require.h"
#include "akin/base/utf8.h"
#include "akin/tokens/sentencepiece.h"

namespace akin::tokens {
namespace {

constexpr std::size_t longest_sentence = 4096;  // bytes
constexpr std::int64_t special_pieces = 257;    // 256 bytes and "unknown"

/// A random sample within a budget of bytes: every sentence gets a uniform random number and is
/// kept if it is below a bound, which is halved whenever the sample exceeds the budget.
class Sample {
 public:
  explicit Sample(std::size_t budget) : budget_(budget) {}

  void add(std::string_view sentence) {
    const double draw = Random(0, "sentences", count_++).uniform();
    if (sentence.empty() || draw >= bound_) {
      return;
    }
    kept_.push_back({draw, std::string(sentence)});
    bytes_ += sentence.size();
    while (bytes_ > budget_ && kept_.size() > 1) {
      bound_ /= 2;
      std::erase_if(kept_, [this](const Kept& kept) {
        bytes_ -= kept.draw >= bound_ ? kept.text.size() : 0;
        return kept.draw >= bound_;
      });
    }
  }

  std::vector<std::string> take() {
    std::vector<std::string> texts;
    for (Kept& kept : kept_) {
      texts.push_back(std::move(kept.text));
    }
    return texts;
  }

 private:
  struct Kept {
    double draw;
    std::string text;
  };

  std::size_t budget_;
  std::size_t bytes_ = 0;
  std::uint64_t count_ = 0;
  double bound_ = 1;
  std::vector<Kept> kept_;
};

/// A sample of the lines; long lines are split between characters.
std::vector<std::string> sample(const TextSource& text, std::size_t budget) {
  Sample chosen(budget);
  std::string line;
  const auto flush = [&] {
    chosen.add(line);
    line.clear();
  };
  text([&](std::string_view chunk) {
    utf8::require_valid(chunk, "tokenizer");
    while (!chunk.empty()) {
      const std::size_t length = utf8::decode(chunk).length;
      if (chunk.front() == '\n' || line.size() + length > longest_sentence) {
        flush();
      }
      if (chunk.front() != '\n') {
        line += chunk.substr(0, length);
      }
      chunk.remove_prefix(length);
    }
  });
  flush();
  return chosen.take();
}

/// Whether SentencePiece reserves the character.
bool is_reserved(char32_t c) {
  return c == 0 || c == U'\t' || c == space_mark || c == 0x2585;
}

std::set<char32_t> frequent_characters(const std::vector<std::string>& lines, std::size_t most) {
  std::unordered_map<char32_t, std::int64_t> counts;
  for (const std::string& line : lines) {
    utf8::each_code_point(line, [&](char32_t c) { counts[c] += is_reserved(c) ? 0 : 1; });
  }
  std::vector<std::pair<std::int64_t, char32_t>> order;  // most frequent first, then by code point
  order.reserve(counts.size());
  for (const auto& [c, count] : counts) {
    order.emplace_back(-count, c);
  }
  std::sort(order.begin(), order.end());
  std::set<char32_t> frequent;
  for (const auto& [count, c] : order) {
    if (count < 0 && frequent.size() < most) {
      frequent.insert(c);
    }
  }
  return frequent;
}

/// Splits `line` at characters that are not `known`, and after a "<" that starts the name of one of
/// SentencePiece's special pieces, since no learnt piece may have such a name.
void split(std::string_view line, const std::set<char32_t>& known, std::vector<std::string>& out) {
  std::string sentence;
  const auto flush = [&] {
    if (!sentence.empty()) {
      out.push_back(std::exchange(sentence, {}));
    }
  };
  while (!line.empty()) {
    const utf8::Decoded decoded = utf8::decode(line);
    if (known.contains(decoded.code_point)) {
      sentence += line.substr(0, decoded.length);
    } else {
      flush();
    }
    if (line.starts_with("<0x") || line.starts_with("<unk>")) {
      flush();
    }
    line.remove_prefix(decoded.length);
  }
  flush();
}

}  // namespace

std::vector<std::string> training_sentences(const TextSource& text, std::size_t characters,
                                            std::size_t budget) {
  const std::vector<std::string> lines = sample(text, budget);
  const std::set<char32_t> known = frequent_characters(lines, characters);
  std::vector<std::string> sentences;
  for (const std::string& line : lines) {
    split(line, known, sentences);
  }
  return sentences;
}

std::int64_t subwords_for(std::int64_t characters) {
  return special_pieces + 2 * characters;  // the reverse of train_subwords()
}

std::string train_subwords(const TextSource& text, std::int64_t vocabulary_size) {
  // Half of the vocabulary after the bytes is for characters, the other half for merges.
  const auto characters = static_cast<std::size_t>((vocabulary_size - special_pieces) / 2);
  const std::vector<std::string> sentences = training_sentences(text, characters);
  require(!sentences.empty(), "[tokenizer] expected text to learn subwords from, got none");
  try {
    return sentencepiece().train(sentences,
                                 {{"model_type", "bpe"},
                                  {"vocab_size", std::to_string(vocabulary_size)},
                                  {"hard_vocab_limit", "false"},
                                  {"character_coverage", "1"},
                                  {"byte_fallback", "true"},
                                  {"bos_id", "-1"},
                                  {"eos_id", "-1"},
                                  {"normalization_rule_name", "identity"},
                                  {"remove_extra_whitespaces", "false"},
                                  {"add_dummy_prefix", "false"},
                                  {"max_sentence_length", std::to_string(longest_sentence)},
                                  {"num_threads", "1"},
                                  {"minloglevel", "3"}});
  } catch (const Error& error) {
    fail("[tokenizer] {}; use --tokenizer bytes", error.what());
  }
}

}  // namespace akin::tokens
