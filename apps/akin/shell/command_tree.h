#pragma once

#include <string>
#include <vector>

#include <CLI/CLI.hpp>

namespace akin::app {

/// What the value of an option may be, for completion.
struct Values {
  std::vector<std::string> names;
  bool files = false;
  bool folders = false;

  [[nodiscard]] bool any() const { return !names.empty() || files || folders; }
};

/// Names that complete an option's value.
void suggest_values(const CLI::Option& option, std::vector<std::string> names);

/// An option or a positional argument.
struct CommandOption {
  std::vector<std::string> names;  ///< "--seed", "-h"; one without dashes: positional
  std::string value;               ///< "N"; empty for a flag
  std::string initial;             ///< the default; may be empty
  std::string variable;            ///< environment variable that sets it; may be empty
  std::string group;               ///< heading in the help
  std::string help;
  Values values;
  bool required = false;
};

/// A command with what stands in its --help.
struct Command {
  std::string path;  ///< "akin train gan"
  std::string name;  ///< "gan"
  std::string description;
  std::vector<CommandOption> options;      ///< in the order of the help
  std::vector<CommandOption> positionals;  ///< likewise
  std::vector<Command> commands;
};

/// A command and all those below it, without hidden ones.
Command describe_command(const CLI::App& app);

/// The command and all those below it, depth first.
std::vector<const Command*> all_commands(const Command& root);

/// What stands for an option in a list of options: "--seed N".
std::string usage(const CommandOption& option);

}  // namespace akin::app
