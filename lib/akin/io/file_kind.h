#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace akin::io {

// What a file is that starts with certain bytes, for error messages: people put one in the place of
// another. 512 bytes tell all kinds apart.

/// "a Git LFS pointer (run `git lfs pull` to get the file itself)", or nothing of an unknown kind.
std::optional<std::string> known_kind(std::span<const std::uint8_t> start);

/// The same of all files: where the kind is unknown, "the text 'Entry not found'", "an empty file"
/// or "other bytes".
std::string kind_or_text(std::span<const std::uint8_t> start);

/// How the weights in a file of another format become a safetensors file: "convert it in Python:
/// ...". Empty where the format holds none.
std::string_view conversion_to_safetensors(std::span<const std::uint8_t> start);

/// Whether it is the three lines of text that Git has in the place of a file of Git LFS.
bool is_lfs_pointer(std::span<const std::uint8_t> start);

}  // namespace akin::io
