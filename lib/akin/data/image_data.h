#pragma once

#include <cstdint>
#include <string>

#include "akin/data/images.h"
#include "akin/io/download.h"

namespace akin::data {

struct ImageRequest {
  /// A name in the catalogue, an IDX file, or a folder of PNG files, whose sub-folders are classes.
  std::string data = "mnist";
  std::int64_t holdout = -1;  ///< validation images; -1: a sixth of the training images
  std::int64_t limit = 0;     ///< training images; 0: all
  std::string skew;           ///< "LABEL:SHARE", or empty
  std::uint64_t seed = 0;     ///< for skew
};

/// The images of a run.
struct ImageData {
  std::string name;
  std::string sha256;  ///< of all pixels and labels before holdout, limit and skew
  Images train;
  Images validation;  ///< the last `holdout` training images
  Images test;        ///< the official test split; other samples for built-in data; else empty
};

/// Loads images, downloading them if necessary. Applies holdout first, then limit, then skew.
/// Errors: an unknown name (UsageError with the nearest known one), data that are not images, a
/// holdout that leaves no training images.
ImageData load_images(const ImageRequest& request, const io::DownloadOptions& options = {});

}  // namespace akin::data
