#include "command_line/arguments.h"

#include <algorithm>
#include <cctype>
#include <cstring>
#include <variant>

namespace akin::app {

std::string quoted(const std::string& text) {
  const auto plain = [](unsigned char c) {
    return std::isalnum(c) != 0 || std::strchr("_-./:,+=", c) != nullptr || c >= 0x80;
  };
  if (!text.empty() && std::all_of(text.begin(), text.end(), plain)) {
    return text;
  }
  std::string word;
  for (const char c : text) {
    word += c == '\'' ? std::string("'\\''") : std::string(1, c);
  }
  return "'" + word + "'";
}

std::string shell_words(const std::vector<std::string>& arguments) {
  std::string line;
  for (const std::string& argument : arguments) {
    line += " " + quoted(argument);
  }
  return line;
}

std::vector<std::string> differing_arguments(const Fields& ours, const Fields& defaults,
                                             const std::vector<std::string>& without) {
  std::vector<std::string> arguments;
  for (const Field& field : ours) {
    const bool left_out = std::find(without.begin(), without.end(), field.name) != without.end();
    if (left_out || field.text() == defaults.find(field.name)->text()) {
      continue;
    }
    const std::string option = option_name(field.name);
    if (std::holds_alternative<Field::Flag>(field.variable)) {
      arguments.push_back(field.text() == "true" ? option : "--no-" + option.substr(2));
    } else if (const auto* list = std::get_if<Field::Texts>(&field.variable)) {
      for (const std::string& value : *list->value) {
        arguments.insert(arguments.end(), {option, value});
      }
    } else {
      arguments.insert(arguments.end(), {option, field.text()});
    }
  }
  return arguments;
}

}  // namespace akin::app
