#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "akin/data/images.h"
#include "akin/data/source_images.h"
#include "akin/io/download.h"

namespace akin::data {

struct ImageRequest {
  /// A name in the catalogue; a folder or an archive of pictures, whose sub-folders are classes; a
  /// file of numbers (IDX, CSV, NumPy, CIFAR).
  std::string data = "mnist";
  /// Validation images; -1: those of the source, else a sixth. 0: no test images are drawn, either.
  std::int64_t holdout = -1;
  std::int64_t limit = 0;  ///< training images; 0: all
  std::string skew;        ///< "CLASS:SHARE", or empty
  std::uint64_t seed = 0;  ///< for skew
  bool whole = false;      ///< all images are training images: nothing is held out
  ImageOptions options;
};

/// The images of a run.
struct ImageData {
  std::string name;
  std::string sha256;  ///< of all pixels and labels before holdout, limit and skew
  Images train;
  Images validation;
  Images test;                                        ///< may be empty
  std::string split;                                  ///< how the parts were made, for people
  std::map<std::pair<int, int>, std::int64_t> sizes;  ///< see SourceImages
  std::vector<std::string> notes;                     ///< for people: what was done and left out
};

/// What to tell while images are loaded.
struct LoadOptions {
  io::DownloadOptions download;
  ReadingProgress reading;
};

/// Loads images, downloading them if necessary. Data sets of the catalogue have their documented
/// test part, and their last training images for validation. From other sources, parts that they
/// lack are drawn by stratified_split(): a sixth for test, and a sixth of the rest for validation.
/// Applies holdout first, then limit, then skew.
/// Errors: an unknown name (UsageError with the nearest known one), data that are not images, a
/// holdout that leaves no training images.
ImageData load_images(const ImageRequest& request, const LoadOptions& options = {});

}  // namespace akin::data
