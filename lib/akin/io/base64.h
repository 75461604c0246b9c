#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace akin::io {

/// Base64 with padding and without line breaks (RFC 4648, section 4).
std::string to_base64(std::string_view bytes);
std::string to_base64(std::span<const std::uint8_t> bytes);

/// The inverse. Throws an error that starts with [`who`] for anything that to_base64() does not
/// produce.
std::string from_base64(std::string_view text, std::string_view who);

}  // namespace akin::io
