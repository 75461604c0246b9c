#include "akin/data/array_names.h"

#include <algorithm>
#include <array>

namespace akin::data {
namespace {

namespace fs = std::filesystem;

constexpr std::array packings = {".gz", ".bz2", ".xz", ".zst"};

}  // namespace

std::string without_packing(std::string name) {
  for (const std::string_view packing : packings) {
    if (name.ends_with(packing)) {
      name.resize(name.size() - packing.size());
      break;
    }
  }
  return name;
}

std::optional<std::string> replace_last(std::string text, std::string_view from,
                                        std::string_view to) {
  const auto at = text.rfind(from);
  if (at == std::string::npos) {
    return std::nullopt;
  }
  return text.replace(at, from.size(), to);
}

std::vector<std::string> test_names(const std::string& name) {
  std::vector<std::string> names;
  for (const char* test : {"t10k", "test"}) {
    if (const auto other = replace_last(name, "train", test)) {
      names.push_back(*other);
    }
  }
  return names;
}

std::optional<fs::path> find_beside(const fs::path& path, const std::string& name) {
  const fs::path plain = path.parent_path() / without_packing(name);
  std::error_code ignored;
  if (fs::is_regular_file(plain, ignored)) {
    return plain;
  }
  for (const char* packing : packings) {
    fs::path packed = plain;
    packed += packing;
    if (fs::is_regular_file(packed, ignored)) {
      return packed;
    }
  }
  return std::nullopt;
}

std::vector<fs::path> files_in(const fs::path& folder) {
  std::vector<fs::path> files;
  std::error_code error;
  for (fs::directory_iterator entry(folder.empty() ? "." : folder, error), end;
       !error && entry != end; entry.increment(error)) {
    std::error_code ignored;
    if (entry->is_regular_file(ignored) && !entry->path().filename().string().starts_with('.')) {
      files.push_back(entry->path());
    }
  }
  std::sort(files.begin(), files.end());
  return files;
}

}  // namespace akin::data
