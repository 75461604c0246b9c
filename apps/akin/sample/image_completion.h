#pragma once

#include <cstdint>

#include "akin/experiment/run_folder.h"
#include "akin/pictures/picture.h"

namespace akin::app {

/// `count` validation images, each above its completion from the upper half. Errors: a model that
/// cannot complete images (UsageError); data that are not those of the run, or without such images.
pictures::Picture completion_sheet(const Run& run, std::int64_t count, std::uint64_t seed);

}  // namespace akin::app
