#include "shell/command_tree.h"

#include <algorithm>
#include <map>

#include "akin/data/catalogue.h"

namespace akin::app {
namespace {

std::map<const CLI::Option*, std::vector<std::string>>& suggestions() {
  static std::map<const CLI::Option*, std::vector<std::string>> all;
  return all;
}

/// The word that stands for the value in the help, without the checks that CLI11 appends.
std::string value_word(const CLI::Option& option) {
  const std::string type = option.get_type_name();
  return type.substr(0, type.find(':'));
}

/// By that word and by the option's name.
Values values_of(const CLI::Option& option) {
  const std::string word = value_word(option);
  Values values;
  if (const auto found = suggestions().find(&option); found != suggestions().end()) {
    values.names = found->second;
  }
  if (option.check_lname("data") || word == "DATA") {
    for (const data::Entry& entry : data::catalogue()) {
      values.names.push_back(entry.name);
    }
    values.files = true;
  } else if (option.check_lname("device")) {
    values.names = {"auto", "cpu", "cuda"};
  } else if (word.starts_with("RUN") && !option.check_lname("out")) {
    values.names = {"latest"};
  }
  values.files |= word.starts_with("FILE");
  values.folders = word.starts_with("RUN") || word == "REPORT" || word == "FOLDER";
  return values;
}

CommandOption describe_option(const CLI::Option& option) {
  CommandOption described;
  if (option.get_positional()) {
    described.names.push_back(option.get_name(true));
  } else {
    for (const auto& name : option.get_snames()) {
      described.names.push_back("-" + name);
    }
    for (const auto& name : option.get_lnames()) {
      described.names.push_back("--" + name);
    }
  }
  described.value = option.get_type_size() == 0 ? "" : value_word(option);
  described.initial = option.get_default_str();
  described.variable = option.get_envname();
  described.group = option.get_group();
  described.help = option.get_description();
  described.values = values_of(option);
  described.required = option.get_required();
  return described;
}

Command describe_below(const CLI::App& app, const std::string& path) {
  Command command{.path = path + app.get_name(),
                  .name = app.get_name(),
                  .description = app.get_description(),
                  .options = {},
                  .positionals = {},
                  .commands = {}};
  for (const CLI::Option* option : app.get_options()) {
    if (!option->get_group().empty()) {
      auto& list = option->get_positional() ? command.positionals : command.options;
      list.push_back(describe_option(*option));
    }
  }
  for (const CLI::App* below : app.get_subcommands([](const CLI::App*) { return true; })) {
    if (!below->get_group().empty()) {
      command.commands.push_back(describe_below(*below, command.path + " "));
    }
  }
  return command;
}

}  // namespace

void suggest_values(const CLI::Option& option, std::vector<std::string> names) {
  suggestions()[&option] = std::move(names);
}

Command describe_command(const CLI::App& app) {
  return describe_below(app, "");
}

std::vector<const Command*> all_commands(const Command& root) {
  std::vector<const Command*> all = {&root};
  for (const Command& command : root.commands) {
    const auto below = all_commands(command);
    all.insert(all.end(), below.begin(), below.end());
  }
  return all;
}

std::string usage(const CommandOption& option) {
  std::string text = option.names.front();
  for (std::size_t i = 1; i < option.names.size(); ++i) {
    text += ", " + option.names[i];
  }
  return text + (option.value.empty() ? "" : " " + option.value);
}

}  // namespace akin::app
