#include "akin/data/file_source.h"

#include <algorithm>
#include <map>

#include <fmt/format.h>

#include "akin/base/require.h"
#include "akin/io/archive.h"
#include "akin/io/sha256.h"

namespace akin::data {
namespace {

namespace fs = std::filesystem;

constexpr std::uint64_t largest_picture = std::uint64_t{256} << 20U;
constexpr std::size_t most_files = 5'000'000;
constexpr int deepest = 12;

io::Bytes content_or_nothing(const std::function<io::Bytes()>& read) {
  try {
    return read();
  } catch (const Error&) {
    return {};
  }
}

class Folder : public FileSource {
 public:
  explicit Folder(fs::path path) : path_(std::move(path)) {
    const auto options = fs::directory_options::follow_directory_symlink |
                         fs::directory_options::skip_permission_denied;
    std::error_code error;
    std::string stamps;
    for (auto entry = fs::recursive_directory_iterator(path_, options, error);
         !error && entry != fs::recursive_directory_iterator(); entry.increment(error)) {
      if (entry.depth() >= deepest || entry->path().filename().string().starts_with('.')) {
        entry.disable_recursion_pending();
      }
      std::error_code ignored;
      if (!entry->is_regular_file(ignored)) {
        continue;
      }
      require(names_.size() < most_files, "[data] expected at most {} files, got more in {}",
              most_files, path_.string());
      names_.push_back(entry->path().lexically_relative(path_).generic_string());
      stamps += fmt::format("{}\n{} {}\n", names_.back(), entry->file_size(ignored),
                            entry->last_write_time(ignored).time_since_epoch().count());
    }
    require(!error, "[data] expected a readable folder, got '{}' in {}", error.message(),
            path_.string());
    stamp_ = io::sha256(io::Bytes(stamps.begin(), stamps.end()));
  }

  void read(std::span<const std::size_t> wanted, const Take& take) const override {
    for (const std::size_t index : wanted) {
      take(index, content_or_nothing(
                      [&] { return io::read_file(path_ / names_[index], largest_picture); }));
    }
  }

 private:
  fs::path path_;
};

class Archive : public FileSource {
 public:
  explicit Archive(fs::path path) : path_(std::move(path)) {
    io::each_file(path_, [&](io::ArchiveFile& file) {
      names_.push_back(file.name());
      return true;
    });
    std::error_code ignored;
    const std::string stamp =
        fmt::format("{} {}", fs::file_size(path_, ignored),
                    fs::last_write_time(path_, ignored).time_since_epoch().count());
    stamp_ = io::sha256(io::Bytes(stamp.begin(), stamp.end()));
  }

  void read(std::span<const std::size_t> wanted, const Take& take) const override {
    std::size_t index = 0;
    auto next = wanted.begin();
    io::each_file(path_, [&](io::ArchiveFile& file) {
      if (next != wanted.end() && *next == index) {
        take(index, content_or_nothing([&] { return file.read(largest_picture); }));
        ++next;
      }
      ++index;
      return next != wanted.end();
    });
  }

 private:
  fs::path path_;
};

}  // namespace

std::unique_ptr<FileSource> open_files(const fs::path& path) {
  if (fs::is_directory(path)) {
    return std::make_unique<Folder>(path);
  }
  return std::make_unique<Archive>(path);
}

}  // namespace akin::data
