#include "akin/io/pieces.h"

#include <cerrno>
#include <fstream>
#include <string>
#include <system_error>

#include "akin/base/require.h"

namespace akin::io {

void read_pieces(const std::filesystem::path& path,
                 const std::function<void(std::string_view bytes)>& take, std::size_t piece) {
  std::error_code ignored;
  require(!std::filesystem::is_directory(path, ignored),
          "[{}] expected a file to read, got a folder", path.string());
  errno = 0;
  std::ifstream file(path, std::ios::binary);
  require(file.is_open(), "[{}] expected a file to read, got: {}", path.string(),
          std::generic_category().message(errno));
  std::string buffer(piece, '\0');
  do {
    file.read(buffer.data(), static_cast<std::streamsize>(piece));
    if (file.gcount() > 0) {
      take(std::string_view(buffer).substr(0, static_cast<std::size_t>(file.gcount())));
    }
  } while (file);
  require(file.eof(), "[{}] expected to read it to its end, got: {}", path.string(),
          std::generic_category().message(errno));
}

}  // namespace akin::io
