#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "akin/data/image_options.h"
#include "akin/data/images.h"

namespace akin::data {

/// What a source of images holds, before it is divided into parts.
struct SourceImages {
  Images train;       ///< all images that the source does not assign to another part
  Images validation;  ///< may be empty
  Images test;        ///< may be empty
  /// Of the training images, for stratified_split(); empty: the source documents its order, and the
  /// validation part is its end.
  std::vector<std::uint64_t> keys;
  std::map<std::pair<int, int>, std::int64_t> sizes;  ///< images of each width and height found
  std::vector<std::string> notes;                     ///< for people: what was done and left out
};

/// Receives how many of all pictures have been read.
using ReadingProgress = std::function<void(std::int64_t done, std::int64_t all)>;

}  // namespace akin::data
