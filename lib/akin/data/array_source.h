#pragma once

#include <string>
#include <vector>

#include "akin/data/array_images.h"
#include "akin/data/source_images.h"

namespace akin::data {

/// Images from numbers with labels as words. Classes are the labels that occur, in natural order;
/// `class_names`: all of them in their order, where a label is such a name or its index. Errors,
/// beginning with `name`: parts of different sizes, more than 256 classes.
SourceImages to_source(ArrayParts parts, const std::string& name,
                       const std::vector<std::string>& class_names = {});

/// Applies size, fit, grey, invert and transpose to images that are there already; those that the
/// networks accept as they are stay untouched.
SourceImages in_plan(SourceImages images, const ImageOptions& options);

}  // namespace akin::data
