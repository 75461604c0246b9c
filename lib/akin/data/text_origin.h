#pragma once

#include <string>

#include "akin/io/download.h"
#include "akin/tokens/tokenizer.h"

namespace akin::data {

/// The source of a text, as it is stored: see tokens::plain_text().
struct TextOrigin {
  std::string name;             ///< of the data: from the catalogue, or the file without extension
  std::string who;              ///< for messages: the name, or the path
  bool documents = false;       ///< the catalogue says that each line is a document
  std::int64_t fresh_tail = 0;  ///< documents at the end that were generated for validation
  tokens::TextSource bytes;
};

/// Finds text by its name in the catalogue (downloaded if missing, verified by SHA-256) or by path.
TextOrigin find_text(const std::string& data, const io::DownloadOptions& options);

/// Whether `data` is text: by the catalogue, or a file that starts with UTF-8 without zero bytes.
/// So is one in UTF-16 or UTF-32, for which loading reports how to convert it.
bool is_text(const std::string& data);
/// Whether `data` is text, or a file that is neither gzipped nor IDX. For commands that accept both
/// text and images, so that an empty or damaged text is reported as such.
bool may_be_text(const std::string& data);

}  // namespace akin::data
