#include "command_line/usage.h"

#include <algorithm>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "akin/base/suggest.h"

#include "terminal/terminal.h"

namespace akin::app {
namespace {

const CLI::App* find_command(const CLI::App& app, const std::string& name) {
  const auto found =
      app.get_subcommands([&](const CLI::App* command) { return command->get_name() == name; });
  return found.empty() ? nullptr : found.front();
}

std::vector<std::string> command_names(const CLI::App& app) {
  std::vector<std::string> names;
  for (const auto* command :
       app.get_subcommands([](const CLI::App* below) { return !below->get_group().empty(); })) {
    names.push_back(command->get_name());
  }
  return names;
}

std::vector<std::string> option_names(const CLI::App& app) {
  std::vector<std::string> names;
  for (const auto* option : app.get_options()) {
    for (const auto& name : option->get_lnames()) {
      names.push_back("--" + name);
    }
  }
  return names;
}

std::string suggestion(const std::string& word, const std::vector<std::string>& names) {
  const auto nearest = nearest_name(word, names);
  return nearest ? fmt::format("; did you mean '{}'?", *nearest) : "";
}

/// Walks along the words as the parser does, from command to sub-command.
class Walk {
 public:
  explicit Walk(const CLI::App& app) : command_(&app), path_(app.get_name()) {}

  /// What is wrong with the word, or nothing.
  std::string take(const std::string& word) {
    if (value_follows_) {
      value_follows_ = false;
      return "";
    }
    if (word.starts_with("-")) {
      return take_option(word);
    }
    return expects_command() ? take_command(word) : "";
  }

  [[nodiscard]] bool expects_command() const { return command_->get_require_subcommand_min() > 0; }
  [[nodiscard]] std::string command_list() const {
    return fmt::format("{}", fmt::join(command_names(*command_), ", "));
  }
  [[nodiscard]] const std::string& path() const { return path_; }

 private:
  std::string take_option(const std::string& word) {
    const auto equals = word.find('=');
    const std::string name = word.substr(0, equals);
    const auto* option = command_->get_option_no_throw(name);
    if (option == nullptr) {
      return fmt::format("expected an option of `{}`, got '{}'{}", path_, name,
                         suggestion(name, option_names(*command_)));
    }
    value_follows_ = equals == std::string::npos && option->get_type_size() > 0;
    return "";
  }

  std::string take_command(const std::string& word) {
    const auto* next = find_command(*command_, word);
    if (next == nullptr) {
      return fmt::format("expected one of {} after `{}`, got '{}'{}", command_list(), path_, word,
                         suggestion(word, command_names(*command_)));
    }
    command_ = next;
    path_ += " " + word;
    return "";
  }

  const CLI::App* command_;
  std::string path_;
  bool value_follows_ = false;
};

class WrappedHelp : public CLI::Formatter {
 public:
  explicit WrappedHelp(std::size_t columns)
      : width_(columns - std::min(columns, get_column_width() + 1)) {}

  std::string make_option_desc(const CLI::Option* option) const override {
    return wrapped(CLI::Formatter::make_option_desc(option), std::max<std::size_t>(width_, 20));
  }

 private:
  std::size_t width_;
};

}  // namespace

std::string usage_message(const CLI::App& app, const std::vector<std::string>& words,
                          const CLI::ParseError& error) {
  Walk walk(app);
  std::string problem;
  for (std::size_t i = 0; i < words.size() && problem.empty(); ++i) {
    problem = walk.take(words[i]);
  }
  if (problem.empty() && walk.expects_command()) {
    problem =
        fmt::format("expected one of {} after `{}`, got none", walk.command_list(), walk.path());
  }
  return fmt::format("{}; see `{} --help`", problem.empty() ? error.what() : problem, walk.path());
}

std::shared_ptr<CLI::Formatter> help_formatter() {
  const Terminal terminal = standard_output();
  return terminal.interactive
             ? std::make_shared<WrappedHelp>(static_cast<std::size_t>(terminal.columns))
             : std::make_shared<CLI::Formatter>();
}

std::string wrapped(const std::string& text, std::size_t width) {
  std::string lines = text;
  std::size_t begin = 0;  // of the present line
  while (lines.size() - begin > width) {
    auto space = lines.rfind(' ', begin + width);
    if (space == std::string::npos || space <= begin) {
      space = lines.find(' ', begin + width);  // after a word that is too long
    }
    if (space == std::string::npos) {
      break;
    }
    lines[space] = '\n';
    begin = space + 1;
  }
  return lines;
}

}  // namespace akin::app
