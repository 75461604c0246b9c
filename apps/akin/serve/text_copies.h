#pragma once

#include <string>

#include <nlohmann/json.hpp>

#include "akin/data/text_data.h"

namespace akin::app {

/// {"first", "length", "usual"}: the longest stretch of `text`, in characters, that occurs in the
/// training text, and how long that of as much held-out text is ("usual" is absent where nothing
/// was held out). Errors: a text that is empty or no UTF-8.
nlohmann::json longest_copy(const std::string& text, const data::TextData& data);

}  // namespace akin::app
