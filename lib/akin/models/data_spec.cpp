#include "akin/models/data_spec.h"

#include "akin/base/require.h"

namespace akin {

void require_images(const std::string& who, const DataSpec& data_spec) {
  require<UsageError>(!data_spec.is_text(),
                      "[{}] expected images, got text; a transformer writes text: akin train "
                      "transformer",
                      who);
}

}  // namespace akin
