#pragma once

#include <string>

namespace akin::app {

/// The page of `akin serve`, which is all in one file and asks this server alone.
const std::string& serve_page();

}  // namespace akin::app
