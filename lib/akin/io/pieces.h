#pragma once

#include <cstddef>
#include <filesystem>
#include <functional>
#include <string_view>

namespace akin::io {

/// Hands a file to `take` in pieces of at most `piece` bytes, in order: a file of any size needs no
/// more memory. Errors: it cannot be opened or read, or is a folder.
void read_pieces(const std::filesystem::path& path,
                 const std::function<void(std::string_view bytes)>& take,
                 std::size_t piece = std::size_t{1} << 20U);

}  // namespace akin::io
