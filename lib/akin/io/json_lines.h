#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>

#include <nlohmann/json.hpp>

namespace akin::io {

/// A file with one JSON value per line (https://jsonlines.org). Each line is appended by a single
/// write, so that readers never see a partial line, even if the process is killed.
class JsonLines {
 public:
  /// Opens the file for appending; creates it and missing folders. Error if that fails, or if it is
  /// a symbolic link or a pipe that nobody reads.
  explicit JsonLines(const std::filesystem::path& path);
  ~JsonLines();
  JsonLines(JsonLines&& other) noexcept;
  JsonLines& operator=(JsonLines&& other) noexcept;

  /// Error if the disk is full; a partly written line is removed.
  void append(const nlohmann::json& value);

 private:
  std::filesystem::path path_;
  int fd_;
};

/// Calls `use` for each line of such a file that is a JSON object, in order. Passes over other
/// lines, such as a torn last one. Nothing to do if the file is missing. Error: it is no regular
/// file.
void each_json_line(const std::filesystem::path& path,
                    const std::function<void(nlohmann::ordered_json)>& use);

/// Prepares the log of a run for resuming after `last_step`: atomically removes lines with a larger
/// "step" and lines that are not JSON objects, such as a partial last line. Keeps lines without a
/// "step". Does nothing if the file is missing.
void truncate_json_lines(const std::filesystem::path& path, std::int64_t last_step);

}  // namespace akin::io
