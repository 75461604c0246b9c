#pragma once

#include <string>
#include <vector>

#include <CLI/CLI.hpp>

#include "akin/base/settings.h"

namespace akin::app {

/// Adds an option for every field, with the field's value as default and its section as heading, or
/// `group` where it has none; names that the command has already are skipped. The texts typed land
/// in `given`, to be checked by Fields::set().
void add_options(CLI::App& command, const Fields& fields, Given& given,
                 const std::string& group = "Options");

/// Settings from a TOML file: keys as in config.json, with underscores or dashes; tables only
/// group. Errors: no such file, no TOML, a key that is not among `known`, a key given twice, a
/// value that is an array or a date.
Given read_toml(const std::string& path, const std::vector<std::string>& known);

}  // namespace akin::app
