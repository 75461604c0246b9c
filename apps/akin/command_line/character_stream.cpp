#include "command_line/character_stream.h"

#include <utility>

#include "akin/base/utf8.h"

namespace akin::app {

std::string CharacterStream::add(const std::string& bytes) {
  held_ += bytes;
  const std::size_t whole = utf8::complete_prefix(held_);
  std::string text = utf8::replace_invalid(held_.substr(0, whole));
  held_.erase(0, whole);
  return text;
}

std::string CharacterStream::end() {
  return utf8::replace_invalid(std::exchange(held_, {}));
}

}  // namespace akin::app
