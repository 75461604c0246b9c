#include <filesystem>
#include <memory>

#include <fmt/format.h>

#include "akin/base/require.h"
#include "akin/base/suggest.h"
#include "akin/io/file.h"

#include "command_line/commands.h"
#include "shell/completion.h"
#include "shell/man_page.h"

namespace akin::app {
namespace {

struct ManOptions {
  std::vector<std::string> words;
  std::string folder;
};

void print_completion(const Command& root, const std::string& shell) {
  const auto write = shell == "bash"  ? bash_completion
                     : shell == "zsh" ? zsh_completion
                                      : fish_completion;
  fmt::print("{}", write(root));
}

const Command& find_command(const Command& root, const std::vector<std::string>& words) {
  const Command* command = &root;
  for (const std::string& word : words) {
    std::vector<std::string> names;
    const Command* next = nullptr;
    for (const Command& below : command->commands) {
      names.push_back(below.name);
      next = below.name == word ? &below : next;
    }
    if (next == nullptr) {
      fail_unknown("man", word, names);
    }
    command = next;
  }
  return *command;
}

void print_pages(const Command& root, const ManOptions& options) {
  if (options.folder.empty()) {
    fmt::print("{}", man_page(find_command(root, options.words)));
    return;
  }
  for (const Command* command : all_commands(root)) {
    io::write_atomically(std::filesystem::path(options.folder) / (man_page_name(*command) + ".1"),
                         std::string_view(man_page(*command)));
  }
}

}  // namespace

void add_shell_commands(CLI::App& app) {
  constexpr const char* hidden = "";
  const auto shell = std::make_shared<std::string>();
  auto* completion =
      app.add_subcommand("completion", "Print the completion script of a shell")->group(hidden);
  completion->add_option("shell", *shell, "bash, zsh or fish")
      ->required()
      ->check(CLI::IsMember({"bash", "zsh", "fish"}));
  completion->callback([&app, shell] { print_completion(describe_command(app), *shell); });

  const auto options = std::make_shared<ManOptions>();
  auto* man =
      app.add_subcommand("man", "Print the manual page of a command, in roff")->group(hidden);
  auto* words = man->add_option("command", options->words, "the command, such as train gan");
  man->add_option("--all", options->folder, "write the pages of all commands to this folder")
      ->excludes(words);
  man->callback([&app, options] { print_pages(describe_command(app), *options); });
}

}  // namespace akin::app
