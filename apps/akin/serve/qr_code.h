#pragma once

#include <string>
#include <vector>

namespace akin::app {

/// A text as a QR code: rows of '1' (dark) and '0', without the quiet zone. Error: too long.
std::vector<std::string> qr_code(const std::string& text);

}  // namespace akin::app
