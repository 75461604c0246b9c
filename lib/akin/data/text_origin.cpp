#include "akin/data/text_origin.h"

#include <filesystem>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

#include <fmt/ranges.h>

#include "akin/base/require.h"
#include "akin/base/suggest.h"
#include "akin/base/utf8.h"
#include "akin/data/array_images.h"
#include "akin/data/catalogue.h"
#include "akin/data/tales.h"
#include "akin/io/file.h"
#include "akin/io/file_kind.h"
#include "akin/tokens/plain_text.h"

namespace akin::data {
namespace {

namespace fs = std::filesystem;

/// The built-in tales; those for validation have another seed.
constexpr std::int64_t training_tales = 20000;
constexpr std::int64_t validation_tales = 1000;
constexpr std::uint64_t training_tales_seed = 1;
constexpr std::uint64_t validation_tales_seed = 2;

tokens::TextSource kept_source(std::string text) {
  return [kept = std::make_shared<const std::string>(std::move(text))](const auto& take) {
    take(*kept);
  };
}

tokens::TextSource tales_source(Language language) {
  std::string text;
  for (const auto& lines : {tales(training_tales, training_tales_seed, language),
                            tales(validation_tales, validation_tales_seed, language)}) {
    for (const std::string& line : lines) {
      text += line + "\n";
    }
  }
  return kept_source(std::move(text));
}

std::vector<std::string> names_of_texts() {
  std::vector<std::string> names;
  for (const Entry& entry : catalogue()) {
    if (entry.kind == "text") {
      names.push_back(entry.name);
    }
  }
  return names;
}

TextOrigin from_catalogue(const Entry& entry, const io::DownloadOptions& options) {
  require<UsageError>(entry.kind == "text",
                      "[data] expected text, got '{}', which is {}; choose one of {}, or a file",
                      entry.name, entry.kind, fmt::join(names_of_texts(), ", "));
  TextOrigin origin{entry.name, entry.name, entry.documents, 0, {}};
  if (entry.files.empty()) {
    origin.fresh_tail = validation_tales;
    origin.bytes = tales_source(tales_language(entry.name).value_or(Language::english));
    return origin;
  }
  try {
    const io::Bytes bytes = read_file_of(entry, 0, options);
    origin.bytes = kept_source({bytes.begin(), bytes.end()});
  } catch (const Error& error) {
    fail("{}; or take the built-in stories: --data tales", error.what());
  }
  return origin;
}

TextOrigin from_path(const std::string& data) {
  std::error_code ignored;  // an inaccessible path counts as missing
  require<UsageError>(!fs::is_directory(data, ignored),
                      "[data] expected a UTF-8 text file, got the folder {}; name a file in it",
                      data);
  require<UsageError>(
      fs::is_regular_file(data, ignored),
      "[data] expected a UTF-8 text file, got {}, which is not a regular file: it is read twice",
      data);
  const auto bytes = [data](const auto& take) { io::read_chunks(data, take); };
  return {fs::path(data).stem().string(), data, false, 0, bytes};
}

/// The first bytes of a file that may be text; none if it is missing.
std::optional<std::string> first_bytes(const std::string& path) {
  std::error_code ignored;
  if (!fs::is_regular_file(path, ignored)) {
    return std::nullopt;
  }
  const io::Bytes bytes = io::read_start(path, 4096);
  return io::is_lfs_pointer(bytes) ? std::nullopt
                                   : std::optional(std::string(bytes.begin(), bytes.end()));
}

}  // namespace

bool is_text(const std::string& data) {
  if (const Entry* entry = known_entry(data)) {
    return entry->kind == "text";
  }
  const auto bytes = first_bytes(data);
  if (!bytes || holds_arrays(data)) {
    return false;
  }
  const bool utf8 =
      !bytes->empty() && bytes->find('\0') == std::string::npos &&
      !utf8::find_invalid(std::string_view(*bytes).substr(0, utf8::complete_prefix(*bytes)));
  return utf8 || !tokens::wide_encoding(*bytes).empty();
}

bool may_be_text(const std::string& data) {
  if (known_entry(data) != nullptr || is_text(data)) {
    return is_text(data);
  }
  const auto bytes = first_bytes(data);
  constexpr std::string_view of_idx("\0\0", 2);
  return bytes && !bytes->starts_with(of_idx) &&
         !io::known_kind(io::Bytes(bytes->begin(), bytes->end())) && !holds_arrays(data);
}

TextOrigin find_text(const std::string& data, const io::DownloadOptions& options) {
  if (const Entry* entry = known_entry(data)) {
    return from_catalogue(*entry, options);
  }
  std::error_code ignored;
  if (fs::exists(data, ignored)) {
    return from_path(data);
  }
  require<UsageError>(data.find_first_of("/.") == std::string::npos,
                      "[data] expected a UTF-8 text file, got no file at {}", data);
  fail_unknown("data", data, names_of_texts());
}

}  // namespace akin::data
