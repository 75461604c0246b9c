#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace akin::io {

/// Bytes as base64 with padding and without line breaks (RFC 4648, section 4), and back.
std::string to_base64(std::string_view bytes);
std::string to_base64(std::span<const std::uint8_t> bytes);

/// Error that begins with [`who`] where `text` is not what to_base64 makes.
std::string from_base64(std::string_view text, std::string_view who);

}  // namespace akin::io
