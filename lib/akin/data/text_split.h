#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "akin/tokens/tokenizer.h"

namespace akin::data {

using TakeText = std::function<void(std::string_view)>;

/// Number of characters of valid UTF-8.
std::int64_t count_characters(std::string_view text);

/// Splits a text that arrives in chunks into documents, one per line; empty lines are skipped. A
/// document may arrive in several parts.
class LineSplitter {
 public:
  /// text: the next, non-empty part of the document; end: the document is complete.
  LineSplitter(TakeText text, std::function<void()> end);

  void add(std::string_view chunk);
  void finish();

 private:
  void end_line();

  TakeText text_;
  std::function<void()> end_;
  bool inside_ = false;  ///< a document has started
};

/// Which characters or documents of texts are for training and which for validation.
struct TextSplit {
  bool documents = false;
  /// Of one text, in characters, or of all, in documents.
  struct Part {
    std::int64_t train = 0;      ///< after the limit
    std::int64_t all_train = 0;  ///< before it; later characters are validation
  };
  std::vector<Part> parts;         ///< by text; one of documents
  std::vector<bool> validation{};  ///< by document
};

/// Divides `total` over parts of these sizes in proportion, by rounding their cumulated sizes: no
/// part gets more than its size if `total` is at most the sum.
std::vector<std::int64_t> in_proportion(std::int64_t total, const std::vector<std::int64_t>& sizes);

/// Passes each split of plain texts on, in order. Every document is followed by one "\n".
void each_part(const std::vector<tokens::TextSource>& texts, const TextSplit& split,
               const TakeText& train, const TakeText& validation);

}  // namespace akin::data
