#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "akin/data/images.h"
#include "akin/io/download.h"
#include "akin/io/file.h"

namespace akin::data {

/// One data set that akin knows by name (data/catalogue.json, embedded at build time).
struct Entry {
  struct File {
    std::string
        name;  ///< below the data directory, without .gz, such as "mnist/train-images-idx3-ubyte"
    io::Remote remote;
  };
  std::string name;
  std::string kind;         ///< "images", "text" or "points"
  std::string description;  ///< one line
  std::string source;       ///< whose it is, licence
  std::vector<std::string> class_names;
  std::vector<File> files;  ///< none for built-in data
  bool documents = false;   ///< of text: each line is one by itself
};

const std::vector<Entry>& catalogue();

/// The entry of that name; nullptr where there is none.
const Entry* known_entry(const std::string& name);
/// The same, or a UsageError that suggests the nearest name.
const Entry& find_entry(const std::string& name);

/// $XDG_CACHE_HOME/akin, or ~/.cache/akin; empty where the surroundings name no home.
std::filesystem::path cache_folder();

/// Folders searched for an entry's files in order: AKIN_DATA_DIR, then the cache, which
/// is also where downloads go.
std::vector<std::filesystem::path> data_folders();

/// Where each file of the entry lies now (gzipped or plain); nullopt for one that must be fetched.
std::vector<std::optional<std::filesystem::path>> locate(const Entry& entry);

/// Downloads what is missing into the cache.
void fetch(const Entry& entry, const io::DownloadOptions& options = {});

/// The bytes of the entry's file number `file`, uncompressed, downloaded where missing. Errors:
/// damaged, or not what its SHA-256 says; the message names the file to delete.
io::Bytes read_file_of(const Entry& entry, std::size_t file,
                       const io::DownloadOptions& options = {});

/// What a run trains on and is compared with.
struct ImageData {
  std::string name;
  std::string
      sha256;    ///< of all bytes and labels before any view, so that runs can say what they saw
  Images train;  ///< after hold-out, limit and skew
  Images validation;  ///< the last `holdout` training images: never trained on
  Images test;        ///< the official test part; a fresh draw for built-in data; empty for paths
};

struct ImageRequest {
  std::string data =
      "mnist";  ///< a catalogue name, an IDX file, or a folder of PNGs (sub-folders are classes)
  std::int64_t holdout = -1;  ///< -1: a sixth of the training images, 10,000 of MNIST's
  std::int64_t limit = 0;     ///< 0: all
  std::string skew;           ///< "LABEL:SHARE", or none
  std::uint64_t seed = 0;     ///< for skew
};

/// Reads the data into memory, downloading where it must: hold-out first, then limit, then skew.
/// Errors: an unknown name (UsageError, with the nearest known one), data that are not images, a
/// hold-out that leaves nothing.
ImageData load_images(const ImageRequest& request, const io::DownloadOptions& options = {});

}  // namespace akin::data
