#include "shell/man_page.h"

#include <algorithm>

#include <fmt/format.h>

#include "akin/base/version.h"

namespace akin::app {
namespace {

/// Text as roff takes it: a line may not begin with a dot or an apostrophe, and a dash is a hyphen
/// unless escaped.
std::string roff(const std::string& text) {
  std::string escaped;
  for (const char c : text) {
    const bool line_begins = escaped.empty() || escaped.back() == '\n';
    escaped += line_begins && (c == '.' || c == '\'') ? "\\&" : "";
    escaped += c == '\\' ? "\\e" : c == '-' ? "\\-" : std::string(1, c);
  }
  return escaped;
}

std::string item(const std::string& term, const std::string& text) {
  return fmt::format(".TP\n.B {}\n{}\n", roff(term), roff(text));
}

std::string item(const CommandOption& option) {
  std::string text = option.help.empty() ? option.value : option.help;
  text += option.required ? "\n(required)" : "";
  text += option.initial.empty() ? "" : fmt::format("\n(default: {})", option.initial);
  text += option.variable.empty() ? "" : fmt::format("\n(environment: {})", option.variable);
  return item(usage(option), text);
}

std::string synopsis(const Command& command) {
  std::string text = fmt::format(".B {}\n", roff(command.path));
  text += command.commands.empty() ? "" : ".I COMMAND\n";
  text += "[\\fIOPTIONS\\fR]\n";
  for (const CommandOption& positional : command.positionals) {
    const std::string name = fmt::format("\\fI{}\\fR", roff(positional.value));
    text += positional.required ? name + "\n" : fmt::format("[{}]\n", name);
  }
  return text;
}

std::string options_text(const Command& command) {
  std::vector<std::string> groups;
  for (const CommandOption& option : command.options) {
    if (std::find(groups.begin(), groups.end(), option.group) == groups.end()) {
      groups.push_back(option.group);
    }
  }
  std::string text = ".SH OPTIONS\n";
  for (const std::string& group : groups) {
    text += groups.size() > 1 ? fmt::format(".SS {}\n", roff(group)) : "";
    for (const CommandOption& option : command.options) {
      text += option.group == group ? item(option) : "";
    }
  }
  return text;
}

std::string commands_text(const Command& command) {
  std::string text = ".SH COMMANDS\n";
  for (const Command& below : command.commands) {
    text += item(below.name, fmt::format("{}; see {}(1)", below.description, man_page_name(below)));
  }
  return text;
}

std::string environment_text() {
  std::string text = ".SH ENVIRONMENT\n";
  text += item("AKIN_DATA_DIR", "folder searched for data sets before the cache");
  text +=
      item("AKIN_SEED, AKIN_THREADS, AKIN_DEVICE", "defaults of --seed, --threads and --device");
  text += item("XDG_CACHE_HOME", "downloads go to its sub-folder akin, else to ~/.cache/akin");
  text += item("COLUMNS, NO_COLOR, COLORTERM, TERM",
               "width and colours of the progress bar and of pictures in the terminal");
  return text;
}

}  // namespace

std::string man_page_name(const Command& command) {
  std::string name = command.path;
  std::replace(name.begin(), name.end(), ' ', '-');
  return name;
}

std::string man_page(const Command& command) {
  std::string capitals = man_page_name(command);
  std::transform(capitals.begin(), capitals.end(), capitals.begin(), ::toupper);
  const auto space = command.path.rfind(' ');
  const bool top = space == std::string::npos;
  std::string text =
      fmt::format(".TH {} 1 \"\" \"akin {}\" \"akin manual\"\n", roff(capitals), version);
  text += fmt::format(".SH NAME\n{} \\- {}\n", roff(man_page_name(command)),
                      roff(command.description.substr(0, command.description.find('\n'))));
  text += ".SH SYNOPSIS\n" + synopsis(command);
  text += ".SH DESCRIPTION\n" + roff(command.description) + "\n";
  if (!command.commands.empty()) {
    text += commands_text(command);
  }
  if (!command.positionals.empty()) {
    text += ".SH ARGUMENTS\n";
    for (const CommandOption& positional : command.positionals) {
      text += item(positional);
    }
  }
  text += options_text(command);
  text += top ? environment_text() : "";
  text += ".SH EXIT STATUS\n" + item("0", "done") +
          item("1", "could not be done: data, files, memory") + item("2", "wrong usage") +
          item("130", "interrupted; a training is saved first");
  if (!top) {
    std::string parent = command.path.substr(0, space);
    std::replace(parent.begin(), parent.end(), ' ', '-');
    text += fmt::format(".SH SEE ALSO\n.BR {} (1)\n", roff(parent));
  }
  return text;
}

}  // namespace akin::app
