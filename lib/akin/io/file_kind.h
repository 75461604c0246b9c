#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>

namespace akin::io {

/// What a file is that starts with these bytes, if it is one that people put in the place of
/// another: "a Git LFS pointer (`git lfs pull` fetches the file itself)". For error messages.
std::optional<std::string> known_kind(std::span<const std::uint8_t> start);

/// Whether it is the three lines of text that Git has in the place of a file of Git LFS.
bool is_lfs_pointer(std::span<const std::uint8_t> start);

}  // namespace akin::io
