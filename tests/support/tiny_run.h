#pragma once

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include <gmock/gmock.h>

#include "akin/io/file.h"
#include "akin/io/idx.h"
#include "akin/pictures/picture_files.h"

#include "support/run_app.h"
#include "support/temporary_folder.h"

namespace akin::tests {

/// `words` followed by `more`.
inline Words operator+(Words words, const Words& more) {
  words.insert(words.end(), more.begin(), more.end());
  return words;
}

/// Images of 28 x 28: a bar whose position is its class, one of ten, and whose length varies.
inline io::Idx tiny_images(std::int64_t count = 120) {
  io::Idx idx{{count, 28, 28}, io::Bytes(static_cast<std::size_t>(count * 28 * 28))};
  for (std::int64_t i = 0; i < count; ++i) {
    for (std::int64_t y = 4; y < 8 + i % 17; ++y) {
      for (std::int64_t x = 2 * (i % 10) + 3; x < 2 * (i % 10) + 6; ++x) {
        idx.values[static_cast<std::size_t>((i * 28 + y) * 28 + x)] = 255;
      }
    }
  }
  return idx;
}

inline io::Idx tiny_labels(std::int64_t count = 120) {
  io::Idx idx{{count}, {}};
  for (std::int64_t i = 0; i < count; ++i) {
    idx.values.push_back(static_cast<std::uint8_t>(i % 10));
  }
  return idx;
}

inline constexpr auto tiny_data = "train-images-idx3-ubyte";

/// Writes the two files of labelled images into a folder.
inline void write_tiny_data(const std::filesystem::path& folder) {
  io::write_atomically(folder / tiny_data, io::format_idx(tiny_images()));
  io::write_atomically(folder / "train-labels-idx1-ubyte", io::format_idx(tiny_labels()));
}

/// A Transformer of one layer that trains on `data` in milliseconds.
inline Words tiny_transformer(const std::string& data) {
  return {"train",   "transformer", "--data",  data, "--batch-size", "4",  "--layers",  "1",
          "--heads", "2",           "--width", "16", "--context",    "16", "--threads", "1"};
}

/// A GAN that trains in milliseconds on the data in the working directory.
inline Words tiny_settings() {
  return {"train",
          "gan",
          "--data",
          tiny_data,
          "--batch-size",
          "8",
          "--latent-dim",
          "4",
          "--generator-width",
          "4",
          "--discriminator-width",
          "4",
          "--threads",
          "1",
          "--sample-every",
          "3",
          "--checkpoint-every",
          "3",
          "--log-every",
          "1"};
}

inline Words tiny_training(const std::string& out, int steps = 6) {
  return tiny_settings() + Words{"--steps", std::to_string(steps), "--out", out};
}

/// A working directory with the tiny data in it.
class TinyFolder : public TemporaryFolder {
 public:
  TinyFolder() { write_tiny_data(path()); }

  [[nodiscard]] AppResult run(Words words) const { return run_app(std::move(words), path()); }
  [[nodiscard]] std::string text(const std::string& name) const {
    return io::read_text(path() / name);
  }
  [[nodiscard]] bool has(const std::string& name) const {
    return std::filesystem::exists(path() / name);
  }
  void write(const std::string& name, const std::string& content) const {
    io::write_atomically(path() / name, std::string_view(content));
  }
};

/// A working directory with the tiny data and a finished run of a GAN named "run".
class TrainedFolder : public TinyFolder {
 public:
  explicit TrainedFolder(const Words& more = {}) {
    const AppResult result = run(tiny_training("run") + more);
    require(result.status == 0, "[tests] expected a trained run, got: {}", result.errors);
  }
};

/// A working directory with the tiny data and a finished run of a VAE named "run". As the data have
/// no test split, 20 images, one in six, are held out for validation.
class TrainedVae : public TinyFolder {
 public:
  explicit TrainedVae(const Words& more = {}, const std::string& latent_dim = "2") {
    const AppResult result =
        run(Words{"train", "vae", "--data", tiny_data, "--batch-size", "8", "--latent-dim",
                  latent_dim, "--encoder-width", "4", "--decoder-width", "4", "--threads", "1",
                  "--steps", "6", "--out", "run"} +
            more);
    require(result.status == 0, "[tests] expected a trained run, got: {}", result.errors);
  }
};

/// The names of all files below a folder, sorted.
inline Words files_below(const std::filesystem::path& folder) {
  Words names;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
    if (entry.is_regular_file()) {
      names.push_back(entry.path().lexically_relative(folder).string());
    }
  }
  std::sort(names.begin(), names.end());
  return names;
}

/// The files that are the same bytes for the same seed, by name: weights, state and samples.
inline std::map<std::string, std::string> reproducible_files(const std::filesystem::path& run) {
  std::map<std::string, std::string> bytes;
  for (const std::string& name : files_below(run)) {
    if (name.ends_with(".safetensors") || name.starts_with("samples/")) {
      bytes[name] = io::read_text(run / name);
    }
  }
  return bytes;
}

/// The names of the files whose bytes differ or that only one run has.
inline Words differences(const std::filesystem::path& a, const std::filesystem::path& b) {
  auto ours = reproducible_files(a);
  auto theirs = reproducible_files(b);
  Words names;
  for (const auto& [name, bytes] : ours) {
    const auto found = theirs.find(name);
    if (found == theirs.end() || found->second != bytes) {
      names.push_back(name);
    }
    theirs.erase(name);
  }
  for (const auto& [name, bytes] : theirs) {
    names.push_back(name);
  }
  return names;
}

/// The app failed with this status, printed nothing, and wrote one line to standard error that
/// begins with "akin: " and contains `part`.
MATCHER_P2(Refuses, status, part, "") {
  *result_listener << "status " << arg.status << ", signal " << arg.signal << ", output '"
                   << arg.output << "', errors '" << arg.errors << "'";
  return arg.status == status && arg.output.empty() && arg.errors.starts_with("akin: ") &&
         std::count(arg.errors.begin(), arg.errors.end(), '\n') == 1 &&
         arg.errors.ends_with("\n") && arg.errors.find(part) != std::string::npos;
}

MATCHER(Succeeds, "") {
  *result_listener << "status " << arg.status << ", signal " << arg.signal << ", errors '"
                   << arg.errors << "'";
  return arg.status == 0;
}

}  // namespace akin::tests
