#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace akin::io {

using Bytes = std::vector<std::uint8_t>;

/// The operating system's message for an errno value.
std::string system_message(int error);

/// The whole file. Errors: it is missing, is a folder, or is larger than `limit` bytes.
Bytes read_file(const std::filesystem::path& path, std::uint64_t limit = std::uint64_t{8} << 30U);
std::string read_text(const std::filesystem::path& path,
                      std::uint64_t limit = std::uint64_t{1} << 30U);

/// Passes a file to `take` in order, in chunks of at most `chunk` bytes, so that a file may be
/// larger than memory. Errors: it cannot be read, or is a folder.
void read_chunks(const std::filesystem::path& path,
                 const std::function<void(std::string_view bytes)>& take,
                 std::size_t chunk = std::size_t{1} << 20U);

/// Replaces a file atomically: writes to a temporary name in the same folder, flushes to disk, then
/// renames. If the process is killed or the disk is full, either the old or the new file remains,
/// never a partial one. Creates missing folders.
void write_atomically(const std::filesystem::path& path, std::span<const std::uint8_t> bytes);
void write_atomically(const std::filesystem::path& path, std::string_view text);

/// The same for libraries that write files themselves: `write` fills the temporary file.
void write_atomically(const std::filesystem::path& path,
                      const std::function<void(const std::filesystem::path& temporary)>& write);

}  // namespace akin::io
