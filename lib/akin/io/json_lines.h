#pragma once

#include <cstdint>
#include <filesystem>

#include <nlohmann/json.hpp>

namespace akin::io {

/// A file of one JSON value per line (https://jsonlines.org), appended to in whole lines: each is
/// one write to the end of the file, so a reader, or a kill, meets no half of one.
class JsonLines {
 public:
  /// Opens for appending; makes the file and the folders on the way. Error where that fails.
  explicit JsonLines(const std::filesystem::path& path);
  ~JsonLines();
  JsonLines(JsonLines&& other) noexcept;
  JsonLines& operator=(JsonLines&& other) noexcept;

  /// Error where the disk is full; what of the line was written is then taken back.
  void append(const nlohmann::json& value);

 private:
  std::filesystem::path path_;
  int fd_;
};

/// Cuts a log back, atomically, to what a run resumed behind `last_step` has not yet logged: lines
/// whose "step" is larger go, and so does what is no JSON object, such as a torn last line. Lines
/// without a "step" stay. A file that is missing stays so.
void cut_json_lines(const std::filesystem::path& path, std::int64_t last_step);

}  // namespace akin::io
