#include "akin/models/material.h"

#include "akin/base/require.h"

namespace akin {

void require_images(const std::string& who, const Material& material) {
  require<UsageError>(!material.is_text(),
                      "[{}] expected images, got text; a transformer writes text: akin train "
                      "transformer",
                      who);
}

}  // namespace akin
