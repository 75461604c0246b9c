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

}  // namespace akin::app
