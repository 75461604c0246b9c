#include "command_line/config_file.h"

#include <algorithm>
#include <cmath>

#include <toml++/toml.h>

#include <fmt/format.h>

#include "akin/base/require.h"
#include "akin/base/suggest.h"
#include "akin/io/file.h"

namespace akin::app {
namespace {

/// Bytes of a file. Some hundred settings fit in, and every level of nesting that does is one that
/// toml++ can take: it calls itself for each.
constexpr std::uint64_t largest_file = 16U << 10U;

/// The value as a user would type it on the command line.
std::string text_of(const toml::node& node, const std::string& key, const std::string& path) {
  if (const auto* text = node.as_string()) {
    return text->get();
  }
  if (const auto* whole = node.as_integer()) {
    return std::to_string(whole->get());
  }
  if (const auto* real = node.as_floating_point()) {
    const std::string text = fmt::format("{}", real->get());
    // A whole setting must not take 1.0.
    return std::isfinite(real->get()) && text.find_first_of(".e") == std::string::npos ? text + ".0"
                                                                                       : text;
  }
  if (const auto* list = node.as_array()) {
    std::string lines;
    for (const toml::node& item : *list) {
      require<UsageError>(item.is_string(),
                          "[config] expected one value for '{}' in {}, or a list of texts", key,
                          path);
      lines += (lines.empty() ? "" : "\n") + item.as_string()->get();
    }
    return lines;
  }
  const auto* flag = node.as_boolean();
  require<UsageError>(flag != nullptr, "[config] expected a value for '{}' in {}, got a date", key,
                      path);
  return flag->get() ? "true" : "false";
}

void read_table(const toml::table& table, const std::string& path,
                const std::vector<std::string>& known, Given& given, int depth = 0) {
  constexpr int deepest = 8;
  require<UsageError>(depth <= deepest,
                      "[config] expected tables nested at most {} deep in {}, got "
                      "more",
                      deepest, path);
  for (const auto& [name, node] : table) {
    const std::string typed(name.str());
    if (const auto* inner = node.as_table()) {
      read_table(*inner, path, known, given, depth + 1);
      continue;
    }
    std::string key = typed;
    std::replace(key.begin(), key.end(), '-', '_');
    if (std::find(known.begin(), known.end(), key) == known.end()) {
      fail_unknown(path, typed, known);
    }
    const bool is_new = given.emplace(key, text_of(node, typed, path)).second;
    require<UsageError>(is_new, "[config] expected one value for '{}' in {}, got 2", typed, path);
  }
}

}  // namespace

Given parse_toml(std::string_view text, const std::string& path,
                 const std::vector<std::string>& known) {
  require<UsageError>(text.size() <= largest_file,
                      "[config] expected at most {} bytes of settings in {}, got {}", largest_file,
                      path, text.size());
  Given given;
  try {
    read_table(toml::parse(text), path, known, given);
  } catch (const toml::parse_error& error) {
    fail<UsageError>("[config] expected TOML in {}, got: {} (line {}, column {})", path,
                     error.description(), error.source().begin.line, error.source().begin.column);
  }
  return given;
}

Given read_toml(const std::string& path, const std::vector<std::string>& known) {
  return parse_toml(io::read_input(path, std::uint64_t{1} << 20U), path, known);
}

}  // namespace akin::app
