#include "settings_options.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <sstream>

#include <fmt/format.h>

#include "akin/base/require.h"
#include "akin/base/suggest.h"
#include "akin/io/file.h"

namespace akin::app {
namespace {

constexpr const char* hidden_group = "";  // what CLI11's help leaves out

template <class T>
T parse_number(const std::string& name, const std::string& text, const char* kind) {
  T value{};
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  require<UsageError>(error == std::errc() && end == text.data() + text.size(),
                      "[{}] expected {}, got '{}'", option_name(name), kind, text);
  return value;
}

std::int64_t parse_whole(const std::string& name, const std::string& text, WholeRange range) {
  const auto value = parse_number<std::int64_t>(name, text, "a whole number");
  require_in_range(option_name(name), value, range);
  return value;
}

double parse_real(const std::string& name, const std::string& text, RealRange range) {
  const auto value = parse_number<double>(name, text, "a number");
  require_in_range(option_name(name), value, range);
  return value;
}

bool parse_flag(const std::string& name, const std::string& text) {
  require<UsageError>(text == "true" || text == "false", "[{}] expected true or false, got '{}'",
                      option_name(name), text);
  return text == "true";
}

}  // namespace

std::string option_name(const std::string& setting) {
  std::string name = "--" + setting;
  std::replace(name.begin() + 2, name.end(), '_', '-');
  return name;
}

void OptionMaker::section(const std::string& name) {
  group_ = name;
  group_.front() = static_cast<char>(std::toupper(group_.front()));
}

CLI::Option* OptionMaker::add(const std::string& name, const std::string& shown_default,
                              const std::string& help) {
  auto* option = command_.add_option_function<std::string>(
      option_name(name),
      [this_given = &given_, name](const std::string& text) { (*this_given)[name] = text; }, help);
  if (!shown_default.empty()) {
    option->default_str(shown_default);
  }
  for (const char* everywhere : {"seed", "threads", "device"}) {
    if (name == everywhere) {
      std::string variable = "AKIN_" + name;
      std::transform(variable.begin(), variable.end(), variable.begin(), ::toupper);
      option->envname(variable);
    }
  }
  return option->group(group_);
}

void OptionMaker::whole(const std::string& name, std::int64_t& value, WholeRange range,
                        const std::string& help) {
  (void)range;
  add(name, std::to_string(value), help)->type_name("N");
}

void OptionMaker::real(const std::string& name, double& value, RealRange range,
                       const std::string& help) {
  (void)range;
  add(name, fmt::format("{}", value), help)->type_name("X");
}

void OptionMaker::flag(const std::string& name, bool& value, const std::string& help) {
  const auto say = [this_given = &given_, name](const char* what) {
    return [this_given, name, what] { (*this_given)[name] = what; };
  };
  const std::string opposite = "--no-" + option_name(name).substr(2);
  command_
      .add_flag_callback(option_name(name), say("true"),
                         value ? fmt::format("{} (on, unless {})", help, opposite) : help)
      ->group(group_);
  command_.add_flag_callback(opposite, say("false"))->group(hidden_group);
}

void OptionMaker::text(const std::string& name, std::string& value, const std::string& help) {
  add(name, value, help)->type_name("TEXT");
}

void OptionMaker::choice(const std::string& name, std::string& value,
                         const std::vector<std::string>& choices, const std::string& help) {
  add(name, value, fmt::format("{}: {}", help, fmt::join(choices, ", ")))->type_name("NAME");
}

void GivenApplier::whole(const std::string& name, std::int64_t& value, WholeRange range,
                         const std::string& /*help*/) {
  if (const auto found = given_.find(name); found != given_.end()) {
    value = parse_whole(name, found->second, range);
  }
}

void GivenApplier::real(const std::string& name, double& value, RealRange range,
                        const std::string& /*help*/) {
  if (const auto found = given_.find(name); found != given_.end()) {
    value = parse_real(name, found->second, range);
  }
}

void GivenApplier::flag(const std::string& name, bool& value, const std::string& /*help*/) {
  if (const auto found = given_.find(name); found != given_.end()) {
    value = parse_flag(name, found->second);
  }
}

void GivenApplier::text(const std::string& name, std::string& value, const std::string& /*help*/) {
  if (const auto found = given_.find(name); found != given_.end()) {
    value = found->second;
  }
}

void GivenApplier::choice(const std::string& name, std::string& value,
                          const std::vector<std::string>& choices, const std::string& /*help*/) {
  if (const auto found = given_.find(name); found != given_.end()) {
    require_one_of(option_name(name), found->second, choices);
    value = found->second;
  }
}

Given read_toml(const std::string& path, const std::vector<std::string>& known) {
  std::istringstream file(io::read_text(path, 1U << 20U));
  Given given;
  for (const auto& item : CLI::ConfigTOML().from_config(file)) {
    if (item.name == "++" || item.name == "--") {
      continue;  // how CLI11 marks where a section begins and ends
    }
    std::string key = item.name;
    std::replace(key.begin(), key.end(), '-', '_');
    if (std::find(known.begin(), known.end(), key) == known.end()) {
      fail_unknown(path, item.name, known);
    }
    require<UsageError>(item.inputs.size() == 1,
                        "[config] expected one value for '{}' in {}, got {}", item.name, path,
                        item.inputs.size());
    given[key] = item.inputs.front();
  }
  return given;
}

}  // namespace akin::app
