#pragma once

#include <string>
#include <vector>

#include "akin/data/text_files.h"
#include "akin/io/download.h"

namespace akin::data {

/// The texts of a run, as they are stored.
struct TextOrigin {
  std::string name;        ///< of the data: from the catalogue, or the file without extension
  std::string who;         ///< for messages: the name, or the path
  bool documents = false;  ///< each line is a document: by the catalogue, or the rows of tables
  std::int64_t fresh_tail = 0;  ///< documents at the end that were generated for validation
  std::vector<TextFile> texts;
  std::vector<std::string> notes;  ///< for people: what was left out
};

/// Finds texts by their names in the catalogue (downloaded if missing, verified by SHA-256) or by
/// path. `column`: see read_text_files().
TextOrigin find_text(const std::vector<std::string>& data, const std::string& column,
                     const io::DownloadOptions& options);

/// Whether `data` is text: by the catalogue, or see holds_text().
bool is_text(const std::string& data, const std::string& column = {});
/// Whether `data` is text, or a file of no known kind. For commands that accept both text and
/// images, so that an empty or damaged text is reported as such.
bool may_be_text(const std::string& data, const std::string& column = {});

}  // namespace akin::data
