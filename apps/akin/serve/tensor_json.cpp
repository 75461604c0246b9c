#include "serve/tensor_json.h"

#include "akin/io/base64.h"
#include "akin/training/batches.h"

namespace akin::app {

std::string base64_of(const torch::Tensor& images) {
  return io::to_base64(image_bytes(images));
}

std::vector<float> numbers(const torch::Tensor& tensor) {
  return points(tensor);
}

}  // namespace akin::app
