#include "akin/data/class_names.h"

#include <algorithm>
#include <charconv>

#include "akin/base/require.h"
#include "akin/base/suggest.h"
#include "akin/base/utf8.h"

namespace akin::data {
namespace {

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

/// The digits at the start of `text`, without leading zeros; removes them from it.
std::string_view take_number(std::string_view& text) {
  std::size_t end = 0;
  while (end < text.size() && is_digit(text[end])) {
    ++end;
  }
  std::string_view number = text.substr(0, end);
  number.remove_prefix(std::min(number.find_first_not_of('0'), number.size()));
  text.remove_prefix(end);
  return number;
}

}  // namespace

bool natural_less(std::string_view a, std::string_view b) {
  const std::string_view whole_a = a;
  const std::string_view whole_b = b;
  while (!a.empty() && !b.empty()) {
    if (is_digit(a.front()) && is_digit(b.front())) {
      const std::string_view x = take_number(a);
      const std::string_view y = take_number(b);
      if (x != y) {
        return x.size() != y.size() ? x.size() < y.size() : x < y;
      }
    } else if (a.front() != b.front()) {
      return static_cast<unsigned char>(a.front()) < static_cast<unsigned char>(b.front());
    } else {
      a.remove_prefix(1);
      b.remove_prefix(1);
    }
  }
  return a.empty() && b.empty() ? whole_a < whole_b : a.empty();
}

int find_class(std::string_view who, const std::string& text,
               const std::vector<std::string>& names) {
  const std::string wanted = utf8::find_invalid(text) ? text : utf8::nfc(text);
  const auto named = std::find(names.begin(), names.end(), wanted);
  if (named != names.end()) {
    return static_cast<int>(named - names.begin());
  }
  int index = -1;
  const char* end = text.data() + text.size();
  const auto [after, error] = std::from_chars(text.data(), end, index);
  if (error != std::errc() || after != end || index < 0 ||
      index >= static_cast<int>(names.size())) {
    fail_unknown(who, text, names);
  }
  return index;
}

}  // namespace akin::data
