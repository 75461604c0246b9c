#include "akin/io/paths.h"

#include <algorithm>

namespace akin::io {

namespace fs = std::filesystem;

fs::file_type type_of(const fs::path& path) {
  std::error_code ignored;
  return fs::symlink_status(path, ignored).type();
}

bool is_plain_file(const fs::path& path) {
  return type_of(path) == fs::file_type::regular;
}

bool is_plain_folder(const fs::path& path) {
  return type_of(path) == fs::file_type::directory;
}

bool lies_in(const fs::path& path, const fs::path& outer) {
  std::error_code error;
  const fs::path inner = fs::canonical(path, error);
  if (error) {
    return false;  // one that is missing lies nowhere
  }
  const fs::path real = fs::canonical(outer, error);
  return !error &&
         std::mismatch(real.begin(), real.end(), inner.begin(), inner.end()).first == real.end();
}

}  // namespace akin::io
