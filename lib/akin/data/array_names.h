#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace akin::data {

/// "train.csv" for "train.csv.gz"; .bz2, .xz and .zst likewise.
std::string without_packing(std::string name);

/// `text` with the last `from` replaced; none if it has none.
std::optional<std::string> replace_last(std::string text, std::string_view from,
                                        std::string_view to);

/// The names that the test part of a file of this name may have: "t10k" or "test" for "train".
std::vector<std::string> test_names(const std::string& name);

/// The file of this name in the folder of `path`, plain or compressed.
std::optional<std::filesystem::path> find_beside(const std::filesystem::path& path,
                                                 const std::string& name);

/// The regular files of a folder, sorted by name, without hidden ones; empty if it cannot be read.
std::vector<std::filesystem::path> files_in(const std::filesystem::path& folder);

}  // namespace akin::data
