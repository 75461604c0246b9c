#include "akin/io/archive.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <limits>
#include <memory>
#include <optional>
#include <string_view>

#include <archive.h>
#include <archive_entry.h>
#include <locale.h>  // NOLINT(modernize-deprecated-headers): uselocale() is of POSIX
#include <zlib.h>

#include "akin/base/require.h"
#include "akin/io/array.h"

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

/// libarchive converts names to the thread's locale and drops those that do not fit it, as all but
/// ASCII ones do where no locale is set.
class Utf8Locale {
 public:
  Utf8Locale() : utf8_(newlocale(LC_CTYPE_MASK, "C.UTF-8", nullptr)) {
    previous_ = utf8_ == nullptr ? nullptr : uselocale(utf8_);
  }
  ~Utf8Locale() {
    if (utf8_ != nullptr) {
      uselocale(previous_);
      freelocale(utf8_);
    }
  }
  Utf8Locale(const Utf8Locale&) = delete;
  Utf8Locale& operator=(const Utf8Locale&) = delete;

 private:
  locale_t utf8_;
  locale_t previous_ = nullptr;
};

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

std::size_t read_data(archive* reader, std::span<std::uint8_t> to, const std::string& name) {
  std::size_t filled = 0;
  while (filled < to.size()) {
    const la_ssize_t got = archive_read_data(reader, to.data() + filled, to.size() - filled);
    require(got >= 0, "[archive] expected a whole file, got '{}' in {}", message(reader), name);
    if (got == 0) {
      break;
    }
    filled += static_cast<std::size_t>(got);
  }
  return filled;
}

Bytes read_all(const ReadNext& next, std::uint64_t limit, const std::string& name) {
  Bytes bytes = read_up_to(next, limit);
  std::array<std::uint8_t, 1> more{};
  require(bytes.size() < limit || next(more) == 0,
          "[archive] expected at most {} bytes, got more in {}", limit, name);
  return bytes;
}

/// zlib checks the sum at a gzip stream's end, which libarchive does not. Plain files pass through.
ReadNext gzip_or_plain(const fs::path& path) {
  const std::shared_ptr<gzFile_s> file(gzopen(path.c_str(), "rb"), [](gzFile f) {
    if (f != nullptr) {
      gzclose(f);
    }
  });
  require(file != nullptr, "[{}] expected a file to read, got: {}", path.string(),
          system_message(errno));
  gzbuffer(file.get(), 1U << 17U);
  return [file, name = path.string()](std::span<std::uint8_t> to) {
    std::size_t filled = 0;
    while (filled < to.size()) {
      constexpr std::size_t most = std::size_t{1} << 30U;
      const auto part = static_cast<unsigned>(std::min(to.size() - filled, most));
      const int got = gzread(file.get(), to.data() + filled, part);
      int status = Z_OK;
      std::string_view text = gzerror(file.get(), &status);
      text.remove_prefix(text.starts_with(name) ? std::min(name.size() + 2, text.size()) : 0);
      require(got >= 0 && status != Z_BUF_ERROR,
              "[{}] expected a whole gzip stream, got a {} one ({})", name,
              status == Z_BUF_ERROR ? "truncated" : "damaged", text);
      if (got == 0) {
        break;
      }
      filled += static_cast<std::size_t>(got);
    }
    return filled;
  };
}

ReadNext libarchive_stream(const fs::path& path) {
  const std::shared_ptr<archive> reader = open(path, false);
  archive_entry* entry = nullptr;
  const int status = archive_read_next_header(reader.get(), &entry);
  require(status == ARCHIVE_OK || status == ARCHIVE_WARN || status == ARCHIVE_EOF,
          "[archive] expected a readable file, got '{}' in {}", message(reader.get()),
          path.string());
  return [reader, name = path.string(),
          empty = status == ARCHIVE_EOF](std::span<std::uint8_t> to) -> std::size_t {
    return empty ? 0 : read_data(reader.get(), to, name);
  };
}

enum class Packing { none, gzip, other };

Packing packing_of(std::string_view start) {
  using namespace std::string_view_literals;
  if (start.starts_with("\x1f\x8b"sv)) {
    return Packing::gzip;
  }
  const bool other = start.starts_with("BZh"sv) ||
                     start.starts_with(
                         "\xfd"
                         "7zXZ"sv) ||
                     start.starts_with("\x28\xb5\x2f\xfd"sv);
  return other ? Packing::other : Packing::none;
}

}  // namespace

Bytes ArchiveFile::read(std::uint64_t limit) const {
  require(size_ <= limit, "[archive] expected at most {} bytes, got {} in {}", limit, size_, name_);
  return read_all([&](std::span<std::uint8_t> to) { return read_next(to); }, limit, name_);
}

std::size_t ArchiveFile::read_next(std::span<std::uint8_t> to) const {
  return read_data(static_cast<archive*>(archive_), to, name_);
}

bool is_archive(const fs::path& path) {
  using namespace std::string_view_literals;
  constexpr std::size_t tar_block = 512;
  const auto is_tar = [](std::string_view head) {
    return head.size() == tar_block && head.substr(257, 5) == "ustar"sv;
  };
  const Bytes start = read_start(path, tar_block);
  const std::string_view text = as_text(start);
  if (text.starts_with("PK\x03\x04"sv) || text.starts_with("PK\x05\x06"sv) ||
      text.starts_with("7z\xbc\xaf\x27\x1c"sv) || is_tar(text)) {
    return true;
  }
  if (packing_of(text) == Packing::none) {
    return false;
  }
  try {
    DecompressedFile file(path);
    return is_tar(
        as_text(read_up_to([&](std::span<std::uint8_t> to) { return file.read(to); }, tar_block)));
  } catch (const Error&) {
    return false;  // damaged: its reader reports it
  }
}

void each_file(const fs::path& path, const std::function<bool(ArchiveFile&)>& take) {
  const Reader reader = open(path, true);
  archive_entry* entry = nullptr;
  for (std::int64_t count = 0;; ++count) {
    std::optional<Utf8Locale> locale(std::in_place);
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
    if (archive_entry_filetype(entry) != AE_IFREG) {
      continue;
    }
    require(name != nullptr, "[archive] expected names in UTF-8, got others in {}", path.string());
    const std::int64_t size = archive_entry_size_is_set(entry) != 0 ? archive_entry_size(entry) : 0;
    ArchiveFile file(reader.get(), name,
                     static_cast<std::uint64_t>(std::max<std::int64_t>(size, 0)));
    locale.reset();
    if (!take(file)) {
      return;
    }
  }
}

std::uint64_t unpacked_limit(std::uint64_t packed_size) {
  return (std::uint64_t{64} << 20U) + 100 * packed_size;
}

DecompressedFile::DecompressedFile(const fs::path& path) : name_(path.string()) {
  const RegularFile file(path);  // a device or a pipe would be read without end
  Bytes start(8);
  start.resize(file.read(0, start));
  const Packing packing = packing_of(as_text(start));
  compressed_ = packing != Packing::none;
  left_ = compressed_ ? unpacked_limit(file.size()) : std::numeric_limits<std::uint64_t>::max();
  next_ = packing == Packing::other ? libarchive_stream(path) : gzip_or_plain(path);
}

std::size_t DecompressedFile::read(std::span<std::uint8_t> to) {
  const std::size_t got = next_(to);
  require(got <= left_,
          "[{}] expected a file that unpacks to at most 64 MiB and 100 times its size, got more",
          name_);
  left_ -= got;
  return got;
}

Bytes read_decompressed(const fs::path& path, std::uint64_t limit) {
  DecompressedFile file(path);
  return read_all([&](std::span<std::uint8_t> to) { return file.read(to); }, limit, path.string());
}

}  // namespace akin::io
