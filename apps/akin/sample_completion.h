#pragma once

#include <cstdint>

#include "akin/experiment/recipe.h"
#include "akin/families/transformer/token_image_model.h"
#include "akin/pictures/picture.h"

namespace akin::app {

/// `count` images that the model never saw, each over what it makes of their upper half: the
/// picture analogue of a prompt. Error: data that are not those of the run, or hold no such images.
pictures::Picture completion_sheet(TokenImageModel& model, const Recipe& recipe, std::int64_t count,
                                   std::uint64_t seed);

}  // namespace akin::app
