#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>
#include <vector>

namespace akin::io {

/// A file offered by several mirrors, identified by its content.
struct Remote {
  std::vector<std::string> mirrors;  ///< URLs; compression may differ between them
  std::string sha256;                ///< of the bytes *after* gunzip(), 64 hex digits
  bool packed = false;               ///< sha256 is of the bytes as they are served
};

struct DownloadOptions {
  double connect_timeout = 8.0;  ///< seconds to wait for a mirror that does not respond
  double stall_timeout = 20.0;   ///< seconds to wait for a transfer that stalls
  int attempts = 2;              ///< per mirror; retries resume the partial download
  /// Called repeatedly with the bytes so far and in total (0 if unknown); return false to cancel.
  std::function<bool(std::uint64_t done, std::uint64_t total)> progress;
};

/// Downloads `remote` to exactly the path `target`, gzipped or plain as the mirror serves it. Tries
/// the mirrors in turn; an interrupted transfer resumes by a range request from a partial file that
/// is kept between runs, one per mirror. The file appears atomically, after its SHA-256 is
/// verified. Error: one line with the response of each mirror; `target` does not exist then.
void download(const Remote& remote, const std::filesystem::path& target,
              const DownloadOptions& options = {});

}  // namespace akin::io
