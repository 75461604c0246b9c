#pragma once

#include <filesystem>

namespace akin::io {

/// The type of what is at a path itself: symbolic links are not followed.
std::filesystem::file_type type_of(const std::filesystem::path& path);
bool is_plain_file(const std::filesystem::path& path);
bool is_plain_folder(const std::filesystem::path& path);

/// Whether an existing path is `outer` or lies below it, by whatever names and links.
bool lies_in(const std::filesystem::path& path, const std::filesystem::path& outer);

}  // namespace akin::io
