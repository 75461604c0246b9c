#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "akin/io/download.h"
#include "akin/io/file.h"

namespace akin::data {

/// A data set of the catalogue (data/catalogue.json, which is embedded in the library).
struct Entry {
  struct File {
    std::string name;  ///< below the data folder, without .gz: "mnist/train-images-idx3-ubyte"
    io::Remote remote;
    std::uint64_t size = 0;  ///< of the download in bytes; 0: unknown
  };
  std::string name;
  std::string kind;         ///< "images", "text" or "points"
  std::string description;  ///< one line
  std::string source;       ///< origin and licence
  std::vector<std::string> class_names;
  std::vector<File> files;  ///< none for built-in data
  /// Of images: "idx" (four files: training images and labels, test images and labels), "arrays"
  /// (the first file and what lies beside it: see read_arrays()), "zip of idx" (`member` in the
  /// place of "train" and "test" names the files in it), "libsvm" (a training and a test file).
  std::string format = "idx";
  std::string member;
  bool transposed = false;  ///< images are stored with rows and columns exchanged
  bool documents = false;   ///< text: each line is a document
  [[nodiscard]] std::uint64_t download_size() const;  ///< in bytes; 0: unknown
};

const std::vector<Entry>& catalogue();

/// The entry of a name; nullptr if there is none.
const Entry* known_entry(const std::string& name);
/// The entry of a name. UsageError, which suggests the nearest name, if there is none.
const Entry& find_entry(const std::string& name);

/// The absolute path of data that are given as a path; empty for a name of the catalogue.
std::filesystem::path path_of(const std::string& data);

/// $XDG_CACHE_HOME/akin or ~/.cache/akin; empty if neither XDG_CACHE_HOME nor HOME is set.
std::filesystem::path cache_folder();

/// The folders that are searched for files, in order: AKIN_DATA_DIR, then the cache, which also
/// receives downloads.
std::vector<std::filesystem::path> data_folders();

/// The path of each file of the entry, gzipped or plain; nullopt for a file to be downloaded.
std::vector<std::optional<std::filesystem::path>> locate(const Entry& entry);

/// Downloads missing files to the cache.
void fetch(const Entry& entry, const io::DownloadOptions& options = {});

/// The path of files[file], whose SHA-256 is that of the download (io::Remote::packed); downloaded
/// if necessary. The file is never whole in memory. Error: a wrong SHA-256; the message names the
/// file to delete.
std::filesystem::path checked_download(const Entry& entry, std::size_t file,
                                       const io::DownloadOptions& options = {});

/// The uncompressed bytes of files[file], downloaded if necessary. Errors: damaged, or a wrong
/// SHA-256; the message names the file to delete.
io::Bytes read_file_of(const Entry& entry, std::size_t file,
                       const io::DownloadOptions& options = {});

}  // namespace akin::data
