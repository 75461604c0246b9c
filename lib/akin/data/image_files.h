#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "akin/data/images.h"
#include "akin/io/idx.h"

namespace akin::data {

/// Makes images from arrays: images [count, height, width], labels [count] or without dimensions
/// for unlabelled images. Errors name the source, `name`.
Images make_images(io::Idx images, io::Idx labels, std::vector<std::string> class_names,
                   const std::string& name);

struct TrainAndTest {
  Images train;
  Images test;  ///< may be empty
};

/// Reads a plain or gzipped IDX file of images. Labels come from the file in the same folder with
/// "labels" and "idx1" for "images" and "idx3" in its name, if it exists; likewise the test split
/// of train-* is t10k-*. Classes are named "0" to the largest label.
TrainAndTest read_idx_images(const std::filesystem::path& path);

/// Reads the PNG files of a folder as grey images (ITU-R BT.601 luma), sorted by name. PNG files in
/// sub-folders are labelled: each sub-folder is a class, sorted by name. Errors: no PNG file, PNG
/// files both in the folder and in sub-folders, images of different sizes, more than 256 classes.
Images read_image_folder(const std::filesystem::path& folder);

}  // namespace akin::data
