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

/// What the system says of an error number.
std::string system_message(int error);

/// The whole file. Errors: it is missing, is a folder, or is larger than `limit` bytes.
Bytes read_file(const std::filesystem::path& path, std::uint64_t limit = std::uint64_t{8} << 30U);
std::string read_text(const std::filesystem::path& path,
                      std::uint64_t limit = std::uint64_t{1} << 30U);

/// Places a file in one instant: the bytes go to a temporary name beside `path`, are flushed to the
/// disk and renamed, so that a process killed at any moment, or a full disk, leaves either the old
/// file or the new one and nothing half-written. Folders on the way are made.
void write_atomically(const std::filesystem::path& path, std::span<const std::uint8_t> bytes);
void write_atomically(const std::filesystem::path& path, std::string_view text);

/// As above for what a library writes by itself: `write` fills the temporary path it is handed.
void write_atomically(const std::filesystem::path& path,
                      const std::function<void(const std::filesystem::path& temporary)>& write);

/// The bytes behind a gzip stream, or `bytes` as they are where they do not begin like one.
/// Errors: truncated or damaged stream, or more than `limit` bytes come out of it.
Bytes gunzip(Bytes bytes, std::uint64_t limit = std::uint64_t{1} << 32U);

/// SHA-256 as 64 lower-case hexadecimal digits.
std::string sha256(std::span<const std::uint8_t> bytes);

}  // namespace akin::io
