#include "akin/models/image_shape.h"

#include "akin/base/require.h"
#include "akin/data/image_options.h"

namespace akin {

void require_sides(const std::string& who, const ImageShape& image, std::int64_t step,
                   std::int64_t least) {
  constexpr std::int64_t most = data::largest_side;
  const auto fits = [&](std::int64_t side) {
    return side >= least && side <= most && side % step == 0;
  };
  require<UsageError>(fits(image.height) && fits(image.width),
                      "[{}] expected images with sides of {} to {} pixels{}, such as 28x28, 32x32 "
                      "or 64x64, got {}x{}",
                      who, least, most,
                      step > 1 ? fmt::format(" that are multiples of {}", step) : "", image.width,
                      image.height);
}

}  // namespace akin
