#include "command_line/options.h"

#include <algorithm>
#include <cctype>

#include <fmt/format.h>

#include "shell/command_tree.h"

namespace akin::app {
namespace {

constexpr const char* hidden_group = "";  // left out of CLI11's help

const char* type_name(const Field& field) {
  struct Names {
    const char* operator()(const Field::Whole&) const { return "N"; }
    const char* operator()(const Field::Real&) const { return "X"; }
    const char* operator()(const Field::Flag&) const { return ""; }
    const char* operator()(const Field::Text&) const { return "TEXT"; }
    const char* operator()(const Field::Texts&) const { return "TEXT"; }
    const char* operator()(const Field::Choice&) const { return "NAME"; }
  };
  return std::visit(Names{}, field.variable);
}

/// Shell variables that set an option for all commands.
void add_variable(CLI::Option& option, const std::string& name) {
  if (name == "seed" || name == "threads" || name == "device") {
    std::string variable = "AKIN_" + name;
    std::transform(variable.begin(), variable.end(), variable.begin(), ::toupper);
    option.envname(variable);
  }
}

/// --flag, and --no-flag without a line in the help.
void add_flag(CLI::App& command, const Field& field, Given& given, const std::string& group) {
  const auto put = [&given, name = field.name](const char* value) {
    return [&given, name, value] { given[name] = value; };
  };
  const std::string option = option_name(field.name);
  const std::string opposite = "--no-" + option.substr(2);
  const bool on = field.text() == "true";
  command
      .add_flag_callback(option, put("true"),
                         on ? fmt::format("{} (on, unless {})", field.help, opposite) : field.help)
      ->group(group);
  command.add_flag_callback(opposite, put("false"))->group(hidden_group);
}

void add_value(CLI::App& command, const Field& field, Given& given, const std::string& group) {
  std::string help = field.help;
  const auto* choice = std::get_if<Field::Choice>(&field.variable);
  if (choice != nullptr) {
    help += fmt::format(": {}", fmt::join(choice->choices, ", "));
  }
  auto* option = command.add_option_function<std::string>(
      option_name(field.name),
      [&given, name = field.name](const std::string& text) { given[name] = text; }, help);
  if (const std::string shown = field.text(); !shown.empty()) {
    option->default_str(shown);
  }
  if (std::holds_alternative<Field::Texts>(field.variable)) {
    option->multi_option_policy(CLI::MultiOptionPolicy::Join);  // in lines
  }
  if (choice != nullptr) {
    suggest_values(*option, choice->choices);
  }
  add_variable(*option, field.name);
  option->type_name(type_name(field))->group(group);
}

}  // namespace

void add_options(CLI::App& command, const Fields& fields, Given& given, const std::string& group) {
  for (const Field& field : fields) {
    if (command.get_option_no_throw(option_name(field.name)) != nullptr) {
      continue;  // of several families
    }
    std::string heading = field.section.empty() ? group : field.section;
    heading.front() = static_cast<char>(std::toupper(heading.front()));
    std::holds_alternative<Field::Flag>(field.variable) ? add_flag(command, field, given, heading)
                                                        : add_value(command, field, given, heading);
  }
}

}  // namespace akin::app
