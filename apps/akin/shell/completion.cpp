#include "shell/completion.h"

#include <algorithm>

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace akin::app {
namespace {

std::string replaced(std::string text, const std::string& from, const std::string& to) {
  for (std::size_t at = 0; (at = text.find(from, at)) != std::string::npos; at += to.size()) {
    text.replace(at, from.size(), to);
  }
  return text;
}

/// In single quotes, for bash and zsh.
std::string quoted(const std::string& text) {
  return "'" + replaced(text, "'", "'\\''") + "'";
}

/// The paths of all commands but the first, each followed by what `suffix` says.
std::vector<std::string> paths_below(const Command& root) {
  std::vector<std::string> paths;
  for (const Command* command : all_commands(root)) {
    if (command != &root) {
      paths.push_back(quoted(command->path));
    }
  }
  return paths;
}

std::vector<std::string> command_names(const Command& command) {
  std::vector<std::string> names;
  for (const Command& below : command.commands) {
    names.push_back(below.name);
  }
  return names;
}

/// The words that bash offers in the place of a value.
std::string bash_values(const Values& values) {
  return fmt::format("_akin_offer {} {}",
                     values.files     ? "files"
                     : values.folders ? "folders"
                                      : "words",
                     quoted(fmt::format("{}", fmt::join(values.names, " "))));
}

Values positional_values(const Command& command) {
  Values all;
  for (const CommandOption& positional : command.positionals) {
    const Values& values = positional.values;
    all.names.insert(all.names.end(), values.names.begin(), values.names.end());
    all.files |= values.files;
    all.folders |= values.folders;
  }
  return all;
}

}  // namespace

std::string bash_completion(const Command& root) {
  std::string values;
  std::string words;
  for (const Command* command : all_commands(root)) {
    std::vector<std::string> options;
    for (const CommandOption& option : command->options) {
      for (const std::string& name : option.names) {
        options.push_back(name);
        if (!option.value.empty()) {
          values += fmt::format("    {}) {}; return ;;\n", quoted(command->path + " " + name),
                                bash_values(option.values));
        }
      }
    }
    Values places = positional_values(*command);
    const auto names = command_names(*command);
    places.names.insert(places.names.end(), names.begin(), names.end());
    words += fmt::format(
        "    {}) if [[ $cur == -* || {} ]]; then _akin_offer words {}; else {}; fi ;;\n",
        quoted(command->path), places.any() ? "no == yes" : "yes == yes",
        quoted(fmt::format("{}", fmt::join(options, " "))), bash_values(places));
  }
  return fmt::format(
      R"(# bash completion of akin, made by `akin completion bash`

# What begins with the word typed: of these words, and of files or folders.
_akin_offer() {{
  local IFS=$'\n'
  COMPREPLY=($(compgen -W "${{2// /$'\n'}}" -- "$cur"))
  case $1 in
    files) COMPREPLY+=($(compgen -f -- "$cur")) ;;
    folders) COMPREPLY+=($(compgen -d -- "$cur")) ;;
    *) return ;;
  esac
  compopt -o filenames 2>/dev/null
}}

_akin() {{
  local cur=${{COMP_WORDS[COMP_CWORD]}} prev=${{COMP_WORDS[COMP_CWORD - 1]}} path=akin i
  COMPREPLY=()
  # bash parts --option=value into three words.
  if [[ $cur == = ]]; then
    cur=
  elif [[ $prev == = ]]; then
    prev=${{COMP_WORDS[COMP_CWORD - 2]}}
  fi
  for ((i = 1; i < COMP_CWORD; i++)); do
    case "$path ${{COMP_WORDS[i]}}" in
      {}) path+=" ${{COMP_WORDS[i]}}" ;;
    esac
  done
  case "$path $prev" in
{}  esac
  case $path in
{}  esac
}}
complete -F _akin akin
)",
      fmt::join(paths_below(root), " | "), values, words);
}

namespace {

/// Text between brackets and colons of zsh's _arguments.
std::string zsh_text(const std::string& text) {
  std::string escaped = text;
  for (const char* special : {"\\", "[", "]", ":"}) {
    escaped = replaced(escaped, special, std::string("\\") + special);
  }
  return escaped;
}

std::string zsh_values(const Values& values) {
  if (!values.names.empty() && (values.files || values.folders)) {
    return fmt::format("{{_values name {}; _files{}}}", fmt::join(values.names, " "),
                       values.files ? "" : " -/");
  }
  if (values.files || values.folders) {
    return values.files ? "_files" : "_files -/";
  }
  return values.names.empty() ? " " : fmt::format("({})", fmt::join(values.names, " "));
}

std::string zsh_function(const Command& command) {
  return "_" + replaced(command.path, " ", "_");
}

/// One function for each command, which calls those of the commands below it.
std::string zsh_of(const Command& command) {
  std::string arguments;
  for (const CommandOption& option : command.options) {
    for (const std::string& name : option.names) {
      const bool value = !option.value.empty();
      arguments += fmt::format(
          " \\\n    {}",
          quoted(fmt::format(
              "{}{}[{}]{}", name, value && name.starts_with("--") ? "=" : "", zsh_text(option.help),
              value ? fmt::format(":{}:{}", zsh_text(option.value), zsh_values(option.values))
                    : "")));
    }
  }
  if (command.commands.empty()) {
    for (const CommandOption& positional : command.positionals) {
      arguments +=
          fmt::format(" \\\n    {}", quoted(fmt::format("*:{}:{}", zsh_text(positional.value),
                                                        zsh_values(positional.values))));
    }
    return fmt::format("{}() {{\n  _arguments{}\n}}\n\n", zsh_function(command), arguments);
  }
  std::string names;
  std::string calls;
  std::string below;
  for (const Command& each : command.commands) {
    names += "\n    " + quoted(zsh_text(each.name) + ":" + each.description);
    calls += fmt::format("        {}) {} ;;\n", each.name, zsh_function(each));
    below += zsh_of(each);
  }
  return below + fmt::format(R"({}() {{
  local state line
  local -a commands=({}
  )
  _arguments -C{} \
    '1: :->command' '*:: :->rest'
  case $state in
    command) _describe command commands ;;
    rest)
      case $words[1] in
{}      esac ;;
  esac
}}

)",
                             zsh_function(command), names, arguments, calls);
}

}  // namespace

std::string zsh_completion(const Command& root) {
  return fmt::format(
      "#compdef akin\n# zsh completion of akin, made by `akin completion zsh`\n\n{}"
      "if [[ $funcstack[1] == _akin ]]; then\n  _akin \"$@\"\nelse\n  compdef _akin "
      "akin\nfi\n",
      zsh_of(root));
}

namespace {

std::string fish_quoted(const std::string& text) {
  return "'" + replaced(replaced(text, "\\", "\\\\"), "'", "\\'") + "'";
}

std::string fish_values(const Values& values) {
  std::string flags = values.files     ? " --force-files"
                      : values.folders ? " --arguments '(__fish_complete_directories)'"
                                       : "";
  if (!values.names.empty()) {
    flags += " --arguments " + fish_quoted(fmt::format("{}", fmt::join(values.names, " ")));
  }
  return flags;
}

std::string fish_of(const Command& command) {
  const std::string at =
      fmt::format("complete -c akin -n \"__akin_at {}\"", fish_quoted(command.path));
  std::string text;
  for (const CommandOption& option : command.options) {
    std::string line = at;
    for (const std::string& name : option.names) {
      line += name.starts_with("--") ? " --long-option " + name.substr(2)
                                     : " --short-option " + name.substr(1);
    }
    line += option.value.empty()  ? ""
            : option.values.files ? " --require-parameter" + fish_values(option.values)
                                  : " --exclusive" + fish_values(option.values);
    text += line + " --description " + fish_quoted(option.help) + "\n";
  }
  for (const Command& below : command.commands) {
    text += fmt::format("{} --arguments {} --description {}\n", at, below.name,
                        fish_quoted(below.description));
  }
  if (const Values places = positional_values(command); places.any()) {
    text += at + fish_values(places) + "\n";
  }
  return text;
}

}  // namespace

std::string fish_completion(const Command& root) {
  std::string lines;
  for (const Command* command : all_commands(root)) {
    lines += fish_of(*command);
  }
  return fmt::format(R"(# fish completion of akin, made by `akin completion fish`

# Whether the words typed so far lead to this command.
function __akin_at
  set -l path akin
  for word in (commandline -opc)[2..-1]
    if contains -- "$path $word" {}
      set path "$path $word"
    end
  end
  test "$path" = "$argv[1]"
end

complete -c akin --no-files
{})",
                     fmt::join(paths_below(root), " "), lines);
}

}  // namespace akin::app
