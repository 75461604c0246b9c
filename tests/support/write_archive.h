#pragma once

#include <filesystem>
#include <string>
#include <utility>
#include <vector>

#include <archive.h>
#include <archive_entry.h>

#include "akin/base/require.h"
#include "akin/io/file.h"

namespace akin::tests {

using ArchiveContent = std::vector<std::pair<std::string, io::Bytes>>;

/// Writes files to an archive whose format and compression its name says: .zip, .npz, .tar.gz, ...;
/// one file without a name is only compressed: .gz, .bz2, .xz, .zst.
inline void write_archive(const std::filesystem::path& path, const ArchiveContent& files) {
  archive* out = archive_write_new();
  const std::string name = path.filename().string();
  const bool zip = name.ends_with(".zip") || name.ends_with(".npz");
  const bool raw = files.size() == 1 && files[0].first.empty();
  zip   ? archive_write_set_format_zip(out)
  : raw ? archive_write_set_format_raw(out)
        : archive_write_set_format_ustar(out);
  if (!zip) {
    const std::string extension = path.extension().string();
    archive_write_add_filter_by_name(out, extension == ".gz"    ? "gzip"
                                          : extension == ".bz2" ? "bzip2"
                                          : extension == ".xz"  ? "xz"
                                                                : "zstd");
  }
  bool ok = archive_write_open_filename(out, path.c_str()) == ARCHIVE_OK;
  for (const auto& [file, bytes] : files) {
    archive_entry* entry = archive_entry_new();
    archive_entry_set_pathname_utf8(entry, raw ? "raw" : file.c_str());
    archive_entry_set_filetype(entry, AE_IFREG);
    archive_entry_set_perm(entry, 0644);
    archive_entry_set_size(entry, static_cast<la_int64_t>(bytes.size()));
    ok = ok && archive_write_header(out, entry) == ARCHIVE_OK &&
         archive_write_data(out, bytes.data(), bytes.size()) ==
             static_cast<la_ssize_t>(bytes.size());
    archive_entry_free(entry);
  }
  ok = archive_write_close(out) == ARCHIVE_OK && ok;
  archive_write_free(out);
  require(ok, "[tests] expected to write {}", path.string());
}

}  // namespace akin::tests
