#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>

#include "akin/io/array.h"
#include "akin/tokens/tokenizer.h"

namespace akin::data {

/// Opens a source of bytes at its start.
using OpenBytes = std::function<io::ReadNext()>;

/// The documents of a table, one a line. Line breaks within a document become blanks.
struct TextTable {
  std::string column;  ///< its name, or its number from 0
  tokens::TextSource documents;
  std::shared_ptr<std::int64_t> empty_rows;  ///< without text, left out by the last reading
};

/// Whether a file is a table by the end of its name: .csv, .tsv, .jsonl, .ndjson or .json, also
/// compressed (.gz and the like).
bool is_table_name(const std::string& name);

/// A table of texts: rows separated by commas, semicolons or tabs (RFC 4180), with or without a
/// header; JSON lines; a JSON list of objects or texts. `column` is the header's or the objects'
/// name of the texts ("data.text" within another object), or a number from 0; where it is empty,
/// one of a usual name ("text", "content",
/// ...), else the one with most letters. `name` is for messages. Errors: no such column (UsageError
/// with the nearest), only numbers, rows that are no JSON, with the line.
TextTable open_text_table(const OpenBytes& open, const std::string& name,
                          const std::string& column);

}  // namespace akin::data
