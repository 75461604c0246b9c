#include "akin/inference/packed_matrix.h"

namespace akin::inference {

PackedMatrix::PackedMatrix(std::span<const float> numbers, std::int64_t rows, std::int64_t inner)
    : rows_(rows), inner_(inner) {
  const std::int64_t groups = (rows + group_rows - 1) / group_rows;
  data_.resize(static_cast<std::size_t>(groups * inner * group_rows));
  for (std::int64_t r = 0; r < rows; ++r) {
    float* column = data_.data() + r / group_rows * inner * group_rows + r % group_rows;
    for (std::int64_t k = 0; k < inner; ++k) {
      column[k * group_rows] = numbers[static_cast<std::size_t>(r * inner + k)];
    }
  }
}

}  // namespace akin::inference
