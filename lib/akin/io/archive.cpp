#include "akin/io/archive.h"

#include <algorithm>
#include <memory>

#include <archive.h>
#include <archive_entry.h>

#include "akin/base/require.h"

namespace akin::io {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t block = std::size_t{1} << 16U;
constexpr std::int64_t most_entries = 5'000'000;

struct Free {
  void operator()(archive* reader) const { archive_read_free(reader); }
};
using Reader = std::unique_ptr<archive, Free>;

std::string message(archive* reader) {
  const char* text = archive_error_string(reader);
  return text == nullptr ? "damaged" : text;
}

/// `files`: archives of several files; otherwise one file that may be compressed.
Reader make_reader(bool files) {
  Reader reader(archive_read_new());
  require(reader != nullptr, "[archive] expected memory for a reader, got none");
  archive_read_support_filter_gzip(reader.get());
  archive_read_support_filter_bzip2(reader.get());
  archive_read_support_filter_xz(reader.get());
  archive_read_support_filter_zstd(reader.get());
  if (files) {
    archive_read_support_format_zip(reader.get());
    archive_read_support_format_tar(reader.get());
    archive_read_support_format_7zip(reader.get());
  } else {
    archive_read_support_format_raw(reader.get());
    archive_read_support_format_empty(reader.get());
  }
  return reader;
}

Reader open(const fs::path& path, bool files) {
  (void)RegularFile(path);  // a device or a pipe would be read without end
  Reader reader = make_reader(files);
  require(archive_read_open_filename(reader.get(), path.c_str(), block) == ARCHIVE_OK,
          "[archive] expected {}, got '{}' in {}",
          files ? "a zip or tar archive" : "a readable file", message(reader.get()), path.string());
  return reader;
}

Bytes read_data(archive* reader, std::uint64_t limit, const std::string& name) {
  Bytes bytes;
  for (;;) {
    const std::size_t have = bytes.size();
    bytes.resize(have + block);
    const la_ssize_t got = archive_read_data(reader, bytes.data() + have, block);
    require(got >= 0, "[archive] expected a whole file, got '{}' in {}", message(reader), name);
    bytes.resize(have + static_cast<std::size_t>(got));
    require(bytes.size() <= limit, "[archive] expected at most {} bytes, got more in {}", limit,
            name);
    if (got == 0) {
      return bytes;
    }
  }
}

}  // namespace

Bytes ArchiveFile::read(std::uint64_t limit) const {
  require(size_ <= limit, "[archive] expected at most {} bytes, got {} in {}", limit, size_, name_);
  return read_data(static_cast<archive*>(archive_), limit, name_);
}

bool is_archive(const fs::path& path) {
  const RegularFile file(path);
  Bytes start(512);
  start.resize(file.read(0, start));
  const std::string_view text(reinterpret_cast<const char*>(start.data()), start.size());
  using namespace std::string_view_literals;
  const auto starts = [&](std::string_view magic) { return text.starts_with(magic); };
  const auto is_tar = [](std::string_view head) {
    return head.size() > 262 && head.substr(257, 5) == "ustar"sv;
  };
  if (starts("PK\x03\x04"sv) || starts("PK\x05\x06"sv) || starts("7z\xbc\xaf\x27\x1c"sv) ||
      is_tar(text)) {
    return true;
  }
  if (starts("\x1f\x8b"sv) || starts("BZh"sv) ||
      starts("\xfd"
             "7zXZ"sv) ||
      starts("\x28\xb5\x2f\xfd"sv)) {
    const Reader reader = open(path, false);
    archive_entry* entry = nullptr;
    Bytes head(512);
    return archive_read_next_header(reader.get(), &entry) == ARCHIVE_OK &&
           archive_read_data(reader.get(), head.data(), head.size()) ==
               static_cast<la_ssize_t>(head.size()) &&
           is_tar({reinterpret_cast<const char*>(head.data()), head.size()});
  }
  return false;
}

void each_file(const fs::path& path, const std::function<bool(ArchiveFile&)>& take) {
  const Reader reader = open(path, true);
  archive_entry* entry = nullptr;
  for (std::int64_t count = 0;; ++count) {
    const int status = archive_read_next_header(reader.get(), &entry);
    if (status == ARCHIVE_EOF) {
      return;
    }
    require(status == ARCHIVE_OK || status == ARCHIVE_WARN,
            "[archive] expected a whole archive, got '{}' in {}", message(reader.get()),
            path.string());
    require(count < most_entries, "[archive] expected at most {} entries, got more in {}",
            most_entries, path.string());
    const char* name = archive_entry_pathname_utf8(entry);
    name = name == nullptr ? archive_entry_pathname(entry) : name;
    if (name == nullptr || archive_entry_filetype(entry) != AE_IFREG) {
      continue;
    }
    const std::int64_t size = archive_entry_size_is_set(entry) != 0 ? archive_entry_size(entry) : 0;
    ArchiveFile file(reader.get(), name,
                     static_cast<std::uint64_t>(std::max<std::int64_t>(size, 0)));
    if (!take(file)) {
      return;
    }
  }
}

Bytes read_decompressed(const fs::path& path, std::uint64_t limit) {
  const Reader reader = open(path, false);
  archive_entry* entry = nullptr;
  const int status = archive_read_next_header(reader.get(), &entry);
  if (status == ARCHIVE_EOF) {
    return {};
  }
  require(status == ARCHIVE_OK || status == ARCHIVE_WARN,
          "[archive] expected a readable file, got '{}' in {}", message(reader.get()),
          path.string());
  return read_data(reader.get(), limit, path.string());
}

}  // namespace akin::io
