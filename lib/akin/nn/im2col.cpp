#include "akin/nn/im2col.h"

#include <algorithm>

#include <Eigen/Core>

#include "akin/nn/torch_parallel.h"

namespace akin::nn::im2col {

using torch::Tensor;

namespace {

/// Bytes of rows per product. More for bf16, whose products end with a pass that rounds the sums.
std::int64_t bytes_at_once(torch::ScalarType type) {
  return std::int64_t{1} << (type == torch::kBFloat16 ? 22U : 20U);
}

struct Sizes {
  std::int64_t n, in, h, w;        // of the input
  std::int64_t out, out_h, out_w;  // of the output
  std::int64_t kernel, stride, padding;

  [[nodiscard]] std::int64_t row() const { return kernel * kernel * in; }
  [[nodiscard]] std::int64_t positions() const { return out_h * out_w; }
  [[nodiscard]] std::int64_t pixels() const { return h * w * in; }
  [[nodiscard]] std::int64_t images_at_once(torch::ScalarType type) const {
    const auto size = static_cast<std::int64_t>(torch::elementSize(type));
    return std::max<std::int64_t>(1, bytes_at_once(type) / (positions() * row() * size));
  }
};

/// A piece of a row: numbers before, inside and after the image.
struct Piece {
  std::int64_t row_offset;
  std::int64_t image_offset;  // of the inside
  std::int64_t before, inside, after;
};

/// Calls work(piece) for all rows of one image in memory order.
template <class Work>
void for_each_piece(const Sizes& s, const Work& work) {
  const std::int64_t length = s.kernel * s.in;
  std::int64_t offset = 0;
  for (std::int64_t i = 0; i < s.positions(); ++i) {
    const std::int64_t top = i / s.out_w * s.stride - s.padding;
    const std::int64_t left = i % s.out_w * s.stride - s.padding;
    const std::int64_t begin = std::clamp<std::int64_t>(-left, 0, s.kernel);
    const std::int64_t end = std::clamp<std::int64_t>(s.w - left, begin, s.kernel);
    for (std::int64_t y = top; y < top + s.kernel; ++y, offset += length) {
      const bool inside = y >= 0 && y < s.h;
      const std::int64_t before = (inside ? begin : s.kernel) * s.in;
      const std::int64_t after = (inside ? s.kernel - end : 0) * s.in;
      work(Piece{offset, (y * s.w + left + begin) * s.in, before, length - before - after, after});
    }
  }
}

template <class T>
void im2col(const Sizes& sizes, const T* image, T* rows) {
  for_each_piece(sizes, [&](const Piece& piece) {
    T* to = std::fill_n(rows + piece.row_offset, piece.before, T(0));
    to = std::copy_n(image + piece.image_offset, piece.inside, to);
    std::fill_n(to, piece.after, T(0));
  });
}

void add_col2im(const Sizes& sizes, const float* rows, float* image) {
  for_each_piece(sizes, [&](const Piece& piece) {
    Eigen::Map<Eigen::ArrayXf>(image + piece.image_offset, piece.inside) +=
        Eigen::Map<const Eigen::ArrayXf>(rows + piece.row_offset + piece.before, piece.inside);
  });
}

/// [n, c, h, w] -> channels-last [n, h * w, c], detached.
Tensor channels_last(const Tensor& images) {
  return images.detach().permute({0, 2, 3, 1}).contiguous().flatten(1, 2);
}

/// [out, in, k, k] -> [out, k * k * in]
Tensor as_matrix(const Tensor& weight) {
  return weight.detach().permute({0, 2, 3, 1}).contiguous().flatten(1);
}

Tensor empty_images(std::int64_t n, std::int64_t channels, std::int64_t h, std::int64_t w) {
  return torch::empty({n, channels, h, w}, torch::kFloat32, torch::MemoryFormat::ChannelsLast);
}

/// Calls work(rows, first, count) for a few images at a time, with uninitialised rows.
template <class Work>
void for_some_images(const Sizes& sizes, torch::ScalarType type, std::int64_t begin,
                     std::int64_t end, const Work& work) {
  const std::int64_t step = std::min(sizes.images_at_once(type), end - begin);
  const Tensor rows = torch::empty({step * sizes.positions(), sizes.row()}, type);
  for (std::int64_t first = begin; first < end; first += step) {
    const std::int64_t count = std::min(step, end - first);
    work(rows.slice(0, 0, count * sizes.positions()), first, count);
  }
}

/// Writes the rows of channels-last images [first, first + count).
template <class T>
void make_rows_of(const Sizes& sizes, const Tensor& images, std::int64_t first, std::int64_t count,
                  const Tensor& rows) {
  for (std::int64_t i = 0; i < count; ++i) {
    im2col(sizes, images.data_ptr<T>() + (first + i) * sizes.pixels(),
           rows.data_ptr<T>() + i * sizes.positions() * sizes.row());
  }
}

void make_rows(const Sizes& sizes, const Tensor& images, std::int64_t first, std::int64_t count,
               const Tensor& rows) {
  if (images.scalar_type() == torch::kBFloat16) {
    make_rows_of<at::BFloat16>(sizes, images, first, count, rows);
  } else {
    make_rows_of<float>(sizes, images, first, count, rows);
  }
}

/// sum = a b + sum, or a b if `alone`; sum is f32.
void add_product(Tensor& sum, const Tensor& a, const Tensor& b, bool alone) {
  if (a.scalar_type() == torch::kFloat32) {
    alone ? torch::mm_out(sum, a, b) : sum.addmm_(a, b);
  } else if (is_fast(Precision::bf16, torch::kCPU)) {
    const Tensor product = torch::mm(a, b);
    alone ? sum.copy_(product) : sum.add_(product.to(torch::kFloat32));
  } else {  // LibTorch's own loops sum in bf16
    add_product(sum, a.to(torch::kFloat32), b.to(torch::kFloat32), alone);
  }
}

/// Calls work(begin, end) for ranges of images, with single-threaded products.
template <class Work>
void for_image_ranges(std::int64_t n, const Work& work) {
  parallel_ranges(n, 1, [&](std::int64_t begin, std::int64_t end) {
    const torch::NoGradGuard no_grad;  // per thread
    work(begin, end);
  });
}

Sizes sizes_of(const Tensor& x, const Tensor& weight, Geometry geometry) {
  const std::int64_t kernel = weight.size(2);
  return {x.size(0),
          x.size(1),
          x.size(2),
          x.size(3),
          weight.size(0),
          geometry.outputs(x.size(2), kernel),
          geometry.outputs(x.size(3), kernel),
          kernel,
          geometry.stride,
          geometry.padding};
}

}  // namespace

Tensor convolve(const Tensor& x, const Tensor& weight, Geometry geometry) {
  const Sizes s = sizes_of(x, weight, geometry);
  const Tensor images = channels_last(x);        // [n, h * w, in]
  const Tensor columns = as_matrix(weight).t();  // [k * k * in, out]
  Tensor y = empty_images(s.n, s.out, s.out_h, s.out_w);
  const Tensor flat = y.permute({0, 2, 3, 1}).view({-1, s.out});  // [n * h' * w', out]
  for_image_ranges(s.n, [&](std::int64_t begin, std::int64_t end) {
    for_some_images(s, torch::kFloat32, begin, end,
                    [&](const Tensor& rows, std::int64_t first, std::int64_t count) {
                      make_rows(s, images, first, count, rows);
                      Tensor part =
                          flat.slice(0, first * s.positions(), (first + count) * s.positions());
                      torch::mm_out(part, rows, columns);
                    });
  });
  return y;  // [n, out, h', w']
}

Tensor input_gradient(const Tensor& gradient, const Tensor& weight,
                      std::array<std::int64_t, 2> side, Geometry geometry) {
  const Sizes s{gradient.size(0), weight.size(1),   side[0],          side[1],
                weight.size(0),   gradient.size(2), gradient.size(3), weight.size(2),
                geometry.stride,  geometry.padding};
  const Tensor grad_output = channels_last(gradient).view({-1, s.out});  // [n * h' * w', out]
  const Tensor matrix = as_matrix(weight);                               // [out, k * k * in]
  Tensor images = empty_images(s.n, s.in, s.h, s.w).zero_();             // [n, in, h, w]
  for_image_ranges(s.n, [&](std::int64_t begin, std::int64_t end) {
    for_some_images(
        s, torch::kFloat32, begin, end, [&](Tensor rows, std::int64_t first, std::int64_t count) {
          torch::mm_out(
              rows, grad_output.slice(0, first * s.positions(), (first + count) * s.positions()),
              matrix);
          for (std::int64_t i = 0; i < count; ++i) {
            add_col2im(s, rows.data_ptr<float>() + i * s.positions() * s.row(),
                       images.data_ptr<float>() + (first + i) * s.pixels());
          }
        });
  });
  return images;
}

Tensor weight_gradient(const Tensor& x, const Tensor& gradient, std::int64_t kernel,
                       Geometry geometry) {
  const Sizes s{x.size(0),        x.size(1),        x.size(2), x.size(3),       gradient.size(1),
                gradient.size(2), gradient.size(3), kernel,    geometry.stride, geometry.padding};
  const Tensor images = channels_last(x);                                // [n, h * w, in]
  const Tensor grad_output = channels_last(gradient).view({-1, s.out});  // [n * h' * w', out]
  const std::int64_t threads = std::min<std::int64_t>(at::get_num_threads(), s.n);
  const Tensor sums = torch::empty({threads, s.out, s.row()});  // one per thread
  for_image_ranges(threads, [&](std::int64_t begin, std::int64_t end) {
    for (std::int64_t k = begin; k < end; ++k) {
      Tensor sum = sums[k];
      const std::int64_t own = s.n * k / threads;
      for_some_images(s, x.scalar_type(), own, s.n * (k + 1) / threads,
                      [&](const Tensor& rows, std::int64_t first, std::int64_t count) {
                        make_rows(s, images, first, count, rows);
                        const Tensor part = grad_output.slice(0, first * s.positions(),
                                                              (first + count) * s.positions());
                        add_product(sum, part.t(), rows, first == own);
                      });
    }
  });
  return sums.sum(0).to(x.scalar_type()).view({s.out, kernel, kernel, s.in}).permute({0, 3, 1, 2});
}

}  // namespace akin::nn::im2col
