#include "akin/data/text_origin.h"

#include <algorithm>
#include <filesystem>
#include <iterator>
#include <memory>
#include <utility>
#include <vector>

#include <fmt/ranges.h>

#include "akin/base/require.h"
#include "akin/base/suggest.h"
#include "akin/data/array_images.h"
#include "akin/data/catalogue.h"
#include "akin/data/tales.h"
#include "akin/io/file.h"
#include "akin/io/file_kind.h"

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
                      "[data] expected text, got '{}', which is {}; choose one of {}, or a path",
                      entry.name, entry.kind, fmt::join(names_of_texts(), ", "));
  TextOrigin origin{entry.name, entry.name, entry.documents, 0, {}, {}};
  if (entry.files.empty()) {
    origin.fresh_tail = validation_tales;
    origin.texts = {
        {entry.name, tales_source(tales_language(entry.name).value_or(Language::english))}};
    return origin;
  }
  try {
    const io::Bytes bytes = read_file_of(entry, 0, options);
    origin.texts = {{entry.name, kept_source({bytes.begin(), bytes.end()})}};
  } catch (const Error& error) {
    fail("{}; or take the built-in stories: --data tales", error.what());
  }
  return origin;
}

TextOrigin from_path(const fs::path& path, const std::string& column) {
  std::error_code ignored;  // an inaccessible path counts as missing
  require<UsageError>(fs::is_directory(path, ignored) || fs::is_regular_file(path, ignored),
                      "[data] expected a UTF-8 text file or a folder of them, got {}, which is "
                      "neither: a text is read twice",
                      path.string());
  TextFiles found = read_text_files(path, column);
  const bool tables = std::all_of(found.texts.begin(), found.texts.end(),
                                  [](const TextFile& text) { return !text.column.empty(); });
  return {(path / "").parent_path().stem().string(),
          path.string(),
          tables,
          0,
          std::move(found.texts),
          std::move(found.notes)};
}

TextOrigin find_one(const std::string& data, const std::string& column,
                    const io::DownloadOptions& options) {
  if (const Entry* entry = known_entry(data)) {
    return from_catalogue(*entry, options);
  }
  std::error_code ignored;
  if (fs::exists(data, ignored)) {
    return from_path(data, column);
  }
  require<UsageError>(data.find_first_of("/.") == std::string::npos,
                      "[data] expected a UTF-8 text file, got no file at {}", data);
  fail_unknown("data", data, names_of_texts());
}

}  // namespace

bool is_text(const std::string& data, const std::string& column) {
  const Entry* entry = known_entry(data);
  return entry != nullptr ? entry->kind == "text" : holds_text(data, column);
}

bool may_be_text(const std::string& data, const std::string& column) {
  std::error_code ignored;
  if (known_entry(data) != nullptr || is_text(data, column)) {
    return is_text(data, column);
  }
  if (!fs::is_regular_file(data, ignored)) {
    return false;
  }
  const io::Bytes bytes = io::read_start(data, 4096);
  constexpr std::string_view of_idx("\0\0", 2);
  return !io::as_text(bytes).starts_with(of_idx) && !io::known_kind(bytes) && !holds_arrays(data);
}

TextOrigin find_text(const std::vector<std::string>& data, const std::string& column,
                     const io::DownloadOptions& options) {
  require<UsageError>(!data.empty(), "[data] expected --data, got none");
  TextOrigin all = find_one(data.front(), column, options);
  for (std::size_t i = 1; i < data.size(); ++i) {
    TextOrigin one = find_one(data[i], column, options);
    all.name += "+" + one.name;
    all.who += ", " + one.who;
    all.documents = all.documents && one.documents;
    all.fresh_tail = 0;
    std::move(one.texts.begin(), one.texts.end(), std::back_inserter(all.texts));
    std::move(one.notes.begin(), one.notes.end(), std::back_inserter(all.notes));
  }
  return all;
}

}  // namespace akin::data
