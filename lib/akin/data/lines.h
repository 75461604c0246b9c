#pragma once

#include <functional>
#include <string_view>

namespace akin::data {

/// Splits a text that comes in pieces into documents, one a line: empty lines are none, "\r\n" ends
/// a line as "\n" does, and so does the end of the text. A line may come in several parts.
class LineSplitter {
 public:
  /// text: some more of the document, never empty; end: the document is complete.
  LineSplitter(std::function<void(std::string_view)> text, std::function<void()> end);

  void add(std::string_view piece);
  void finish();

 private:
  void add_text(std::string_view text);
  void end_line();

  std::function<void(std::string_view)> text_;
  std::function<void()> end_;
  bool inside_ = false;           ///< a document has begun
  bool carriage_return_ = false;  ///< one is held back, as "\n" may follow
};

}  // namespace akin::data
