#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "akin/base/settings.h"

namespace akin::app {

/// Settings from a TOML file: keys as in config.json, with underscores or dashes; tables only
/// group. Errors: no such file, no TOML, more than 16 KiB, a key that is not among `known`, a key
/// given twice, a value that is an array or a date.
Given read_toml(const std::string& path, const std::vector<std::string>& known);

/// The same from the text of such a file, which is called `path` in errors.
Given parse_toml(std::string_view text, const std::string& path,
                 const std::vector<std::string>& known);

}  // namespace akin::app
