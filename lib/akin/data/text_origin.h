#pragma once

#include <string>

#include "akin/io/download.h"
#include "akin/tokens/text_source.h"

namespace akin::data {

/// Where a text comes from, as bytes that nobody has checked for UTF-8 yet.
struct TextOrigin {
  std::string name;        ///< for the run: a catalogue name, or a file's without its extension
  std::string who;         ///< for messages: the same, or the path
  bool documents = false;  ///< the catalogue says that each line is one
  std::int64_t fresh_tail = 0;  ///< documents at the end that are made to be held out
  tokens::TextSource bytes;
};

/// A catalogue name (downloaded where missing, checked against its SHA-256) or a path.
TextOrigin find_text(const std::string& data, const io::DownloadOptions& options);

}  // namespace akin::data
