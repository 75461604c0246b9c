#include "akin/data/catalogue.h"

#include <algorithm>
#include <cstdlib>

#include <nlohmann/json.hpp>

#include "akin/base/require.h"
#include "akin/base/suggest.h"
#include "akin/io/file.h"
#include "akin/io/gzip.h"
#include "akin/io/sha256.h"

#include "embedded_catalogue.h"

namespace akin::data {
namespace {

namespace fs = std::filesystem;

Entry parse_entry(const nlohmann::json& json) {
  Entry entry;
  entry.name = json.at("name");
  entry.kind = json.at("kind");
  entry.description = json.at("description");
  entry.source = json.at("source");
  entry.class_names = json.at("class_names").get<std::vector<std::string>>();
  entry.documents = json.value("documents", false);
  entry.format = json.value("format", "idx");
  entry.member = json.value("member", "");
  entry.transposed = json.value("transposed", false);
  for (const auto& file : json.at("files")) {
    entry.files.push_back(
        {file.at("name"),
         {file.at("mirrors"), file.at("sha256"), file.value("sha256_of", "content") == "download"},
         file.value("size", std::uint64_t{0})});
  }
  return entry;
}

std::vector<Entry> parse_catalogue() {
  std::vector<Entry> entries;
  for (const auto& json : nlohmann::json::parse(embedded::catalogue_json)) {
    entries.push_back(parse_entry(json));
  }
  return entries;
}

std::string variable(const char* name) {
  const char* value = std::getenv(name);  // NOLINT(concurrency-mt-unsafe)
  return value == nullptr ? "" : value;
}

std::optional<fs::path> locate(const Entry::File& file) {
  for (const fs::path& folder : data_folders()) {
    for (const std::string& name : {file.name, file.name + ".gz"}) {
      if (fs::is_regular_file(folder / name)) {
        return folder / name;
      }
    }
  }
  return std::nullopt;
}

/// The path of a file, which is downloaded if it is not there.
fs::path obtain(const Entry& entry, const Entry::File& file, const io::DownloadOptions& options) {
  if (!locate(file)) {
    fetch(entry, options);
  }
  const auto path = locate(file);
  require(path.has_value(), "[data] expected {} to be there after its download, got no file",
          file.name);
  return *path;
}

std::string remedy(const Entry& entry, const fs::path& path) {
  return fmt::format("; delete {} and run 'akin data fetch {}'", path.string(), entry.name);
}

void require_hash(const Entry& entry, const Entry::File& file, const fs::path& path,
                  const std::string& got) {
  require(got == file.remote.sha256, "[data] expected the SHA-256 {}, got {}{}", file.remote.sha256,
          got, remedy(entry, path));
}

}  // namespace

std::uint64_t Entry::download_size() const {
  std::uint64_t size = 0;
  for (const File& file : files) {
    size += file.size;
  }
  return size;
}

const std::vector<Entry>& catalogue() {
  static const std::vector<Entry> entries = parse_catalogue();
  return entries;
}

const Entry* known_entry(const std::string& name) {
  const auto& entries = catalogue();
  const auto entry = std::find_if(entries.begin(), entries.end(),
                                  [&](const Entry& known) { return known.name == name; });
  return entry == entries.end() ? nullptr : &*entry;
}

const Entry& find_entry(const std::string& name) {
  if (const Entry* entry = known_entry(name)) {
    return *entry;
  }
  std::vector<std::string> names;
  for (const Entry& entry : catalogue()) {
    names.push_back(entry.name);
  }
  fail_unknown("data", name, names);
}

fs::path path_of(const std::string& data) {
  return data.empty() || known_entry(data) != nullptr ? fs::path()
                                                      : fs::absolute(data).lexically_normal();
}

fs::path cache_folder() {
  if (const std::string cache = variable("XDG_CACHE_HOME"); !cache.empty()) {
    return fs::path(cache) / "akin";
  }
  const std::string home = variable("HOME");
  return home.empty() ? fs::path() : fs::path(home) / ".cache" / "akin";
}

std::vector<fs::path> data_folders() {
  std::vector<fs::path> folders;
  if (const std::string folder = variable("AKIN_DATA_DIR"); !folder.empty()) {
    folders.emplace_back(folder);
  }
  if (const fs::path cache = cache_folder(); !cache.empty()) {
    folders.push_back(cache);
  }
  return folders;
}

std::vector<std::optional<fs::path>> locate(const Entry& entry) {
  std::vector<std::optional<fs::path>> paths;
  for (const Entry::File& file : entry.files) {
    paths.push_back(locate(file));
  }
  return paths;
}

void fetch(const Entry& entry, const io::DownloadOptions& options) {
  for (const Entry::File& file : entry.files) {
    if (!locate(file)) {
      const fs::path cache = cache_folder();
      require(!cache.empty(),
              "[data] expected HOME or XDG_CACHE_HOME to say where downloads go, got neither");
      io::download(file.remote, cache / file.name, options);
    }
  }
}

fs::path checked_download(const Entry& entry, std::size_t file,
                          const io::DownloadOptions& options) {
  const Entry::File& wanted = entry.files.at(file);
  const fs::path path = obtain(entry, wanted, options);
  io::Sha256 hash;
  io::read_chunks(path, [&](std::string_view bytes) { hash.update(bytes); });
  require_hash(entry, wanted, path, hash.digest());
  return path;
}

io::Bytes read_file_of(const Entry& entry, std::size_t file, const io::DownloadOptions& options) {
  const Entry::File& wanted = entry.files.at(file);
  const bool packed = wanted.remote.packed;
  const fs::path path =
      packed ? checked_download(entry, file, options) : obtain(entry, wanted, options);
  io::Bytes bytes;
  try {
    bytes = io::gunzip(io::read_file(path, std::uint64_t{1} << 30U));
  } catch (const Error& error) {
    fail("{}{}", error.what(), remedy(entry, path));
  }
  if (!packed) {
    require_hash(entry, wanted, path, io::sha256(bytes));
  }
  return bytes;
}

}  // namespace akin::data
