#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>
#include <vector>

namespace akin::io {

/// A file that is the same wherever it is fetched from.
struct Remote {
  std::vector<std::string>
      mirrors;         ///< URLs of the same content, compressed differently or not at all
  std::string sha256;  ///< of the bytes *after* gunzip, 64 hex digits
};

struct DownloadOptions {
  double connect_timeout = 8.0;  ///< seconds until a mirror that does not answer is given up
  double stall_timeout = 20.0;   ///< seconds below 1 byte/s until a transfer is given up
  int attempts = 2;              ///< per mirror; later ones resume where the last broke off
  /// Called now and then with bytes so far and in all (0 where unknown); false cancels.
  std::function<bool(std::uint64_t done, std::uint64_t total)> progress;
};

/// Fetches `remote` to `target`: mirrors in turn, a broken transfer resumed by a range request from
/// `target`.part (kept between runs, one per mirror), checked against the SHA-256 and only then
/// placed atomically, stored gzipped as it came or plain, under exactly the name `target`.
/// Error: one line with what each mirror answered; `target` then does not exist.
void download(const Remote& remote, const std::filesystem::path& target,
              const DownloadOptions& options = {});

}  // namespace akin::io
