#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "akin/data/images.h"
#include "akin/io/idx.h"

namespace akin::data {

/// Images [count, height, width] with their labels [count]; `labels` of no dimension stands for
/// none. `name` says in errors where they came from.
Images make_images(io::Idx images, io::Idx labels, std::vector<std::string> class_names,
                   const std::string& name);

struct TrainAndTest {
  Images train;
  Images test;  ///< empty where there is none
};

/// An IDX file of images, plain or gzipped. Its labels are the file beside it whose name has
/// "labels" and "idx1" for "images" and "idx3", where there is one; where it is named train-*,
/// t10k-* beside it is the test part. Classes are named "0" to the largest label.
TrainAndTest read_idx_images(const std::filesystem::path& path);

}  // namespace akin::data
