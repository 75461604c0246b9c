#include "akin/data/text_files.h"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "akin/base/require.h"
#include "akin/base/utf8.h"
#include "akin/data/array_images.h"
#include "akin/data/class_names.h"
#include "akin/data/file_names.h"
#include "akin/data/file_source.h"
#include "akin/data/text_table.h"
#include "akin/io/archive.h"
#include "akin/io/file_kind.h"
#include "akin/pictures/decode_picture.h"
#include "akin/tokens/plain_text.h"

namespace akin::data {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t start_bytes = 4096;

bool is_utf8(const io::Bytes& start) {
  const std::string_view text = io::as_text(start);
  return !text.empty() && text.find('\0') == std::string_view::npos &&
         !utf8::find_invalid(text.substr(0, utf8::complete_prefix(text))) &&
         !io::is_lfs_pointer(start);
}

bool is_wide(const io::Bytes& start) {
  return !tokens::wide_encoding(std::string(io::as_text(start))).empty();
}

/// Among other files, numbers of two bytes are no text in UTF-16, unless they are marked so.
bool has_wide_mark(const io::Bytes& start) {
  return io::as_text(start).starts_with("\xff\xfe") || io::as_text(start).starts_with("\xfe\xff");
}

OpenBytes opened(const fs::path& path) {
  return [path] {
    return [file = std::make_shared<io::DecompressedFile>(path)](std::span<std::uint8_t> to) {
      return file->read(to);
    };
  };
}

OpenBytes opened(std::shared_ptr<const io::Bytes> bytes) {
  return [bytes = std::move(bytes)] {
    return [bytes, at = std::size_t{0}](std::span<std::uint8_t> to) mutable {
      const std::size_t count = std::min(to.size(), bytes->size() - at);
      std::copy_n(bytes->begin() + static_cast<std::ptrdiff_t>(at), count, to.begin());
      at += count;
      return count;
    };
  };
}

tokens::TextSource chunks_of(const OpenBytes& open) {
  return [open](const auto& take) {
    io::Bytes buffer(std::size_t{1} << 20U);
    const io::ReadNext next = open();
    for (std::size_t got = next(buffer); got > 0; got = next(buffer)) {
      take(io::as_text(std::span(buffer).first(got)));
    }
  };
}

/// A pretty-printed JSON object is no table.
bool is_one_object(const OpenBytes& open, const std::string& name) {
  if (!name.ends_with(".json")) {
    return false;
  }
  const io::Bytes start = io::read_up_to(open(), start_bytes);
  const std::string_view text = io::as_text(start);
  return text.starts_with("{\n") || text.starts_with("{\r");
}

TextFile text_file(const OpenBytes& open, const std::string& who, const std::string& column) {
  const bool chosen = !column.empty() && column != "none";
  const bool table = column != "none" && is_table_name(who) && !is_one_object(open, who);
  const bool wide = is_wide(io::read_up_to(open(), 512));
  if (wide || !(table || chosen)) {
    return {who, chunks_of(open)};
  }
  TextTable rows = open_text_table(open, who, column);
  return {who, std::move(rows.documents), std::move(rows.column), std::move(rows.empty_rows)};
}

/// What is a text among the files of a folder or an archive.
struct Sorting {
  std::vector<std::pair<std::string, std::size_t>> texts;  ///< path and index, in natural order
  std::size_t pictures = 0;
  LeftOut left_out;

  /// start(): the first bytes of the file.
  void add(const std::string& name, std::size_t index, const auto& start) {
    const PathParts path = split_path(name);
    if (path.empty()) {
      return;
    }
    if (is_leftover(path)) {
      left_out.add("hidden", joined(path));
    } else if (pictures::is_picture_name(path.back())) {
      ++pictures;
      left_out.add(extension_of(path.back()), joined(path));
    } else if (const io::Bytes bytes = start(); is_utf8(bytes) || has_wide_mark(bytes)) {
      texts.emplace_back(joined(path), index);
    } else {
      left_out.add(extension_of(path.back()), joined(path));
    }
  }

  void sort() {
    std::sort(texts.begin(), texts.end(), [](const auto& a, const auto& b) {
      return natural_less(a.first, b.first) ||
             (!natural_less(b.first, a.first) && a.second < b.second);
    });
  }

  [[nodiscard]] bool mostly_text() const { return texts.size() > pictures; }
};

io::Bytes start_of(const fs::path& path) {
  try {
    io::DecompressedFile file(path);
    return io::read_up_to([&](std::span<std::uint8_t> to) { return file.read(to); }, start_bytes);
  } catch (const Error&) {
    return {};
  }
}

io::Bytes start_of(const io::ArchiveFile& file) {
  return io::read_up_to([&](std::span<std::uint8_t> to) { return file.read_next(to); },
                        start_bytes);
}

Sorting sorted_folder(const fs::path& path, const FileSource& files) {
  Sorting sorting;
  for (std::size_t i = 0; i < files.names().size(); ++i) {
    const std::string& name = files.names()[i];
    sorting.add(name, i, [&] { return start_of(path / name); });
  }
  sorting.sort();
  return sorting;
}

TextFiles read_folder(const fs::path& path, const std::string& column) {
  const auto files = open_files(path);
  const Sorting sorting = sorted_folder(path, *files);
  TextFiles found;
  for (const auto& [name, index] : sorting.texts) {
    const fs::path file = path / files->names()[index];
    found.texts.push_back(text_file(opened(file), file.string(), column));
  }
  found.notes = sorting.left_out.notes();
  return found;
}

/// Keeps the texts in memory, since an archive has no order in which its files can be read again.
TextFiles read_archive(const fs::path& path, const std::string& column) {
  const std::uint64_t limit = io::unpacked_limit(fs::file_size(path));
  std::uint64_t left = limit;
  Sorting sorting;
  std::vector<std::shared_ptr<const io::Bytes>> contents;
  io::each_file(path, [&](io::ArchiveFile& file) {
    io::Bytes content;
    sorting.add(file.name(), contents.size(), [&] {
      content = file.read(left);
      return io::Bytes(content.begin(), content.begin() + static_cast<std::ptrdiff_t>(std::min(
                                                              start_bytes, content.size())));
    });
    left -= content.size();
    contents.push_back(std::make_shared<const io::Bytes>(std::move(content)));
    return true;
  });
  sorting.sort();
  TextFiles found;
  for (const auto& [name, index] : sorting.texts) {
    found.texts.push_back(text_file(opened(contents[index]), (path / name).string(), column));
  }
  found.notes = sorting.left_out.notes();
  return found;
}

bool archive_holds_text(const fs::path& path) {
  constexpr std::size_t most = 200;  // decide by these
  Sorting sorting;
  std::size_t seen = 0;
  io::each_file(path, [&](io::ArchiveFile& file) {
    sorting.add(file.name(), seen, [&] { return start_of(file); });
    return ++seen < most;
  });
  return sorting.mostly_text();
}

void note_tables(TextFiles& found) {
  std::vector<std::string> columns;
  for (const TextFile& text : found.texts) {
    if (!text.column.empty() &&
        std::find(columns.begin(), columns.end(), text.column) == columns.end()) {
      columns.push_back(text.column);
    }
  }
  for (const std::string& column : columns) {
    found.notes.push_back(fmt::format("documents: column '{}' (--text-column)", column));
  }
}

}  // namespace

bool holds_text(const fs::path& path, const std::string& column) {
  std::error_code ignored;
  try {
    if (fs::is_directory(path, ignored)) {
      return !holds_arrays(path) && sorted_folder(path, *open_files(path)).mostly_text();
    }
    if (!fs::is_regular_file(path, ignored)) {
      return false;
    }
    if (io::is_archive(path)) {
      return !holds_arrays(path) && archive_holds_text(path);
    }
    const bool asked = !column.empty();
    const io::Bytes start = start_of(path);
    return (is_utf8(start) || is_wide(start)) && (asked || !holds_arrays(path));
  } catch (const Error&) {
    return false;  // reading it as images reports what is wrong
  }
}

TextFiles read_text_files(const fs::path& path, const std::string& column) {
  TextFiles found;
  if (fs::is_directory(path)) {
    found = read_folder(path, column);
  } else if (io::is_archive(path)) {
    found = read_archive(path, column);
  } else {
    found.texts.push_back(text_file(opened(path), path.string(), column));
  }
  require(!found.texts.empty(), "[data] expected texts in {}, got none{}", path.string(),
          found.notes.empty() ? "" : ": " + found.notes.front());
  note_tables(found);
  return found;
}

}  // namespace akin::data
