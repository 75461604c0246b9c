#pragma once

#include <string>

namespace akin::app {

/// The page: one HTML file, which makes requests to this server alone.
const std::string& serve_page();

}  // namespace akin::app
