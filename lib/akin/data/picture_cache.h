#pragma once

#include <filesystem>
#include <optional>
#include <string>

#include "akin/data/source_images.h"

namespace akin::data {

/// The images made from a folder or an archive of pictures, kept in a file so that a second start
/// need not decode them again.
class PictureCache {
 public:
  /// `folder`: where files are kept; empty: nowhere. `stamp`: see FileSource.
  PictureCache(const std::filesystem::path& folder, const std::filesystem::path& source,
               const std::string& stamp, const ImageOptions& options);

  /// What save() kept; nothing where there is no such file, or it is damaged: its SHA-256 is
  /// checked.
  [[nodiscard]] std::optional<SourceImages> load() const;
  /// Keeps images if there are a thousand or more. A full disk is no error.
  void save(const SourceImages& images) const;

 private:
  std::filesystem::path file_;  // of the source and the options; empty: none
  std::string stamp_;           // of its files and this version
};

}  // namespace akin::data
