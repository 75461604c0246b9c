#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "akin/tokens/tokenizer.h"

namespace akin::data {

/// A text as it is stored: see tokens::plain_text().
struct TextFile {
  std::string who;  ///< for messages: its path
  tokens::TextSource bytes;
  std::string column{};  ///< of a table, whose rows are documents; empty: no table
  std::shared_ptr<std::int64_t> empty_rows{};  ///< see TextTable
};

/// The texts of a path.
struct TextFiles {
  std::vector<TextFile> texts;     ///< in natural order of their names
  std::vector<std::string> notes;  ///< for people: what was left out
};

/// Whether a path is text: a file, plain or compressed, that starts with UTF-8 without zero bytes
/// (or in UTF-16 or UTF-32, for which reading reports how to convert it); a folder or an archive
/// with more texts than pictures. `column`: see read_text_files().
bool holds_text(const std::filesystem::path& path, const std::string& column = {});

/// Opens a text, a table of texts, or all texts of a folder with its sub-folders or of an archive;
/// hidden files and leftovers of other programs, and what is no text, are left out. `column`: of
/// tables, see open_text_table(); "none": tables are read as they are. Errors: no texts, and those
/// of open_text_table().
TextFiles read_text_files(const std::filesystem::path& path, const std::string& column = {});

}  // namespace akin::data
