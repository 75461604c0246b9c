#include "akin/kernels/matrix_products.h"

#include <algorithm>
#include <cstring>
#include <limits>

#include "akin/kernels/simd.h"

namespace akin::kernels {
namespace {

/// The columns of a register of elements, as floats.
template <class Registers>
[[gnu::always_inline]] inline void unpack(const float* elements,
                                          typename Registers::Lanes (&columns)[1]) {
  load_lanes(columns[0], elements);
}
template <class Registers>
[[gnu::always_inline]] inline void unpack(const BFloat16Pair* elements,
                                          typename Registers::Lanes (&columns)[2]) {
  typename Registers::Bits pairs;
  std::memcpy(&pairs, elements, sizeof(pairs));
  const typename Registers::Bits first = pairs << 16U;
  const typename Registers::Bits second = pairs & 0xffff0000U;
  std::memcpy(&columns[0], &first, sizeof(first));
  std::memcpy(&columns[1], &second, sizeof(second));
}

/// Sums of a tile. Columns within an element have separate sums, which shortens the dependency
/// chain.
template <class Registers, class Element, int panels, int batch>
using Sums = typename Registers::Lanes[batch][columns_in<Element>][panels];

/// Adds in[i][k + c] times column c of the elements, for c < columns.
template <class Registers, int columns, class Element, int panels, int batch>
[[gnu::always_inline]] inline void add_columns(Sums<Registers, Element, panels, batch>& sums,
                                               const Element* elements, Rows<const float> in,
                                               std::int64_t k) {
  for (int p = 0; p < panels; ++p) {
    typename Registers::Lanes unpacked[columns_in<Element>];
    unpack<Registers>(elements + p * lanes_in<Registers>, unpacked);
    for (int i = 0; i < batch; ++i) {
      for (int c = 0; c < columns; ++c) {
        sums[i][c][p] += in.data[i * in.stride + k + c] * unpacked[c];
      }
    }
  }
}

/// The product of `panels` registers of rows with `batch` inputs, whose sums stay in registers.
/// Writes the first `rows` rows.
template <class Registers, int panels, int batch, class Element>
[[gnu::always_inline]] inline void product_tile(const PackedMatrix<Element>& matrix,
                                                const Element* elements, std::int64_t rows,
                                                Rows<const float> in, Rows<float> out) {
  constexpr std::int64_t width = lanes_in<Registers>;
  constexpr int together = columns_in<Element>;
  Sums<Registers, Element, panels, batch> sums = {};
  std::int64_t k = 0;
  for (; k + together <= matrix.inner; k += together, elements += matrix.stride) {
    add_columns<Registers, together, Element, panels, batch>(sums, elements, in, k);
  }
  if (k < matrix.inner) {
    add_columns<Registers, 1, Element, panels, batch>(sums, elements, in, k);
  }
  for (int i = 0; i < batch; ++i) {
    for (int p = 0; p < panels; ++p) {
      for (int c = 1; c < together; ++c) {
        sums[i][0][p] += sums[i][c][p];
      }
      store_lanes<Registers>(sums[i][0][p], out.data + i * out.stride + p * width,
                             rows - p * width);
    }
  }
}

/// The product of all `rows` rows of one group with `batch` inputs.
template <class Registers, int panels, int batch, class Element>
[[gnu::always_inline]] inline void product_group(const PackedMatrix<Element>& matrix,
                                                 const Element* group, std::int64_t rows,
                                                 Rows<const float> in, Rows<float> out) {
  std::int64_t first = 0;
  for (; rows - first > (panels - 1) * lanes_in<Registers>; first += panels * lanes_in<Registers>) {
    product_tile<Registers, panels, batch>(matrix, group + first, rows - first, in,
                                           {out.data + first, out.stride});
  }
  for (; first < rows; first += lanes_in<Registers>) {
    product_tile<Registers, 1, batch>(matrix, group + first, rows - first, in,
                                      {out.data + first, out.stride});
  }
}

/// Registers of rows at once: `panels` for a single input, `batch_panels` for `batch` inputs.
template <class Registers, int panels, int batch_panels, int batch, class Element>
[[gnu::always_inline]] inline void product_of(const PackedMatrix<Element>& matrix,
                                              Rows<const float> in, Rows<float> out,
                                              std::int64_t count) {
  for (std::int64_t first = 0; first < matrix.rows; first += group_rows) {
    const Element* group = matrix.data + first / group_rows * matrix.group_stride;
    const std::int64_t rows = std::min(group_rows, matrix.rows - first);
    std::int64_t i = 0;
    for (; i + batch <= count; i += batch) {
      product_group<Registers, batch_panels, batch>(
          matrix, group, rows, {in.data + i * in.stride, in.stride},
          {out.data + i * out.stride + first, out.stride});
    }
    for (; i < count; ++i) {
      product_group<Registers, panels, 1>(matrix, group, rows, {in.data + i * in.stride, in.stride},
                                          {out.data + i * out.stride + first, out.stride});
    }
  }
}

template <class Registers>
[[gnu::always_inline]] inline void softmax_of(float* x, std::int64_t n) {
  using Lanes = typename Registers::Lanes;
  constexpr std::int64_t width = lanes_in<Registers>;
  const std::int64_t end = padded_to_lanes(n);
  std::fill(x + n, x + end, -std::numeric_limits<float>::infinity());
  Lanes largest;
  load_lanes(largest, x);
  Lanes lanes;
  for (std::int64_t i = width; i < end; i += width) {
    load_lanes(lanes, x + i);
    largest = lanes > largest ? lanes : largest;
  }
  float most = largest[0];
  for (int i = 1; i < width; ++i) {
    most = std::max(most, largest[i]);
  }
  Lanes sums = {};
  for (std::int64_t i = 0; i < end; i += width) {
    load_lanes(lanes, x + i);
    lanes -= most;
    exp_lanes<Registers>(lanes);
    sums += lanes;
    store_lanes(lanes, x + i);
  }
  float sum = 0;
  for (int i = 0; i < width; ++i) {
    sum += sums[i];
  }
  const float factor = 1 / sum;
  for (std::int64_t i = 0; i < end; i += width) {
    load_lanes(lanes, x + i);
    lanes *= factor;
    store_lanes(lanes, x + i);
  }
}

}  // namespace

std::vector<MatrixKernels> matrix_kernels() {
  return supported_versions<MatrixKernels>(
      Loops<product_of<Registers128, 8, 2, 4, float>,
            product_of<Registers128, 4, 1, 4, BFloat16Pair>, softmax_of<Registers128>>{},
      Loops<product_of<Registers256, 8, 2, 4, float>,
            product_of<Registers256, 4, 1, 4, BFloat16Pair>, softmax_of<Registers256>>{},
      Loops<product_of<Registers512, 4, 4, 4, float>,
            product_of<Registers512, 4, 2, 4, BFloat16Pair>, softmax_of<Registers512>>{});
}

}  // namespace akin::kernels
