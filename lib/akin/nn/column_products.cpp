#include "akin/nn/column_products.h"

#include <algorithm>

#include <Eigen/Core>

#include "akin/nn/parallel.h"

namespace akin::nn::columns {

using torch::Tensor;

namespace {

constexpr std::int64_t floats_at_once = 1 << 18;  // of rows, by each thread

struct Sizes {
  std::int64_t n, in, h, w;              // of the input
  std::int64_t out, out_h, out_w;        // of the output
  std::int64_t kernel, stride, padding;  // of what lies between

  [[nodiscard]] std::int64_t row() const { return kernel * kernel * in; }
  [[nodiscard]] std::int64_t positions() const { return out_h * out_w; }
  [[nodiscard]] std::int64_t pixels() const { return h * w * in; }
  [[nodiscard]] std::int64_t images_at_once() const {
    return std::max<std::int64_t>(1, floats_at_once / (positions() * row()));
  }
};

/// A piece of a row: so many numbers outside of the image, inside, and outside again.
struct Piece {
  std::int64_t row_offset;
  std::int64_t image_offset;  // of what lies inside
  std::int64_t before, inside, after;
};

/// Calls work(piece) for all rows of one image, in the order in which they lie there.
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

void image_to_rows(const Sizes& sizes, const float* image, float* rows) {
  for_each_piece(sizes, [&](const Piece& piece) {
    float* to = std::fill_n(rows + piece.row_offset, piece.before, 0.0F);
    to = std::copy_n(image + piece.image_offset, piece.inside, to);
    std::fill_n(to, piece.after, 0.0F);
  });
}

void add_rows_to_image(const Sizes& sizes, const float* rows, float* image) {
  for_each_piece(sizes, [&](const Piece& piece) {
    Eigen::Map<Eigen::ArrayXf>(image + piece.image_offset, piece.inside) +=
        Eigen::Map<const Eigen::ArrayXf>(rows + piece.row_offset + piece.before, piece.inside);
  });
}

/// [n, c, h, w] -> the same in memory as [n, h * w, c], without a history.
Tensor pixel_by_pixel(const Tensor& images) {
  return images.detach().permute({0, 2, 3, 1}).contiguous().flatten(1, 2);
}

/// [out, in, k, k] -> [out, k * k * in]
Tensor as_matrix(const Tensor& weight) {
  return weight.detach().permute({0, 2, 3, 1}).contiguous().flatten(1);
}

Tensor empty_images(std::int64_t n, std::int64_t channels, std::int64_t h, std::int64_t w) {
  return torch::empty({n, channels, h, w}, torch::kFloat32, torch::MemoryFormat::ChannelsLast);
}

/// Calls work(rows, first, count) for a few images at a time, with room for their rows.
template <class Work>
void for_some_images(const Sizes& sizes, std::int64_t begin, std::int64_t end, const Work& work) {
  const std::int64_t step = std::min(sizes.images_at_once(), end - begin);
  const Tensor rows = torch::empty({step * sizes.positions(), sizes.row()}, torch::kFloat32);
  for (std::int64_t first = begin; first < end; first += step) {
    const std::int64_t count = std::min(step, end - first);
    work(rows.slice(0, 0, count * sizes.positions()), first, count);
  }
}

/// The rows of `count` images from `first` on, of images made by pixel_by_pixel().
void make_rows(const Sizes& sizes, const Tensor& images, std::int64_t first, std::int64_t count,
               const Tensor& rows) {
  for (std::int64_t i = 0; i < count; ++i) {
    image_to_rows(sizes, images.data_ptr<float>() + (first + i) * sizes.pixels(),
                  rows.data_ptr<float>() + i * sizes.positions() * sizes.row());
  }
}

/// Each thread has images of its own, and single-threaded products.
template <class Work>
void in_parallel(std::int64_t n, const Work& work) {
  nn::parallel_for(n, 1, [&](std::int64_t begin, std::int64_t end) {
    const torch::NoGradGuard no_grad;  // of this thread
    work(begin, end);
  });
}

Sizes sizes_of(const Tensor& x, const Tensor& weight, Geometry geometry) {
  const auto out_side = [&](std::int64_t side) {
    return (side + 2 * geometry.padding - weight.size(2)) / geometry.stride + 1;
  };
  return {x.size(0),       x.size(1),           x.size(2),           x.size(3),
          weight.size(0),  out_side(x.size(2)), out_side(x.size(3)), weight.size(2),
          geometry.stride, geometry.padding};
}

}  // namespace

Tensor convolve(const Tensor& x, const Tensor& weight, Geometry geometry) {
  const Sizes s = sizes_of(x, weight, geometry);
  const Tensor images = pixel_by_pixel(x);       // [n, h * w, in]
  const Tensor columns = as_matrix(weight).t();  // [k * k * in, out]
  const Tensor y = empty_images(s.n, s.out, s.out_h, s.out_w);
  const Tensor flat = y.permute({0, 2, 3, 1}).view({-1, s.out});  // [n * h' * w', out]
  in_parallel(s.n, [&](std::int64_t begin, std::int64_t end) {
    for_some_images(s, begin, end, [&](const Tensor& rows, std::int64_t first, std::int64_t count) {
      make_rows(s, images, first, count, rows);
      Tensor part = flat.slice(0, first * s.positions(), (first + count) * s.positions());
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
  const Tensor at_output = pixel_by_pixel(gradient).view({-1, s.out});  // [n * h' * w', out]
  const Tensor matrix = as_matrix(weight);                              // [out, k * k * in]
  const Tensor images = empty_images(s.n, s.in, s.h, s.w).zero_();      // [n, in, h, w]
  in_parallel(s.n, [&](std::int64_t begin, std::int64_t end) {
    for_some_images(s, begin, end, [&](Tensor rows, std::int64_t first, std::int64_t count) {
      torch::mm_out(
          rows, at_output.slice(0, first * s.positions(), (first + count) * s.positions()), matrix);
      for (std::int64_t i = 0; i < count; ++i) {
        add_rows_to_image(s, rows.data_ptr<float>() + i * s.positions() * s.row(),
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
  const Tensor images = pixel_by_pixel(x);                              // [n, h * w, in]
  const Tensor at_output = pixel_by_pixel(gradient).view({-1, s.out});  // [n * h' * w', out]
  const std::int64_t threads = std::min<std::int64_t>(at::get_num_threads(), s.n);
  const Tensor sums = torch::zeros({threads, s.out, s.row()});  // of each thread's images
  in_parallel(threads, [&](std::int64_t begin, std::int64_t end) {
    for (std::int64_t k = begin; k < end; ++k) {
      Tensor sum = sums[k];
      for_some_images(s, s.n * k / threads, s.n * (k + 1) / threads,
                      [&](const Tensor& rows, std::int64_t first, std::int64_t count) {
                        make_rows(s, images, first, count, rows);
                        const Tensor part = at_output.slice(0, first * s.positions(),
                                                            (first + count) * s.positions());
                        sum.addmm_(part.t(), rows);
                      });
    }
  });
  return sums.sum(0).view({s.out, kernel, kernel, s.in}).permute({0, 3, 1, 2});
}

}  // namespace akin::nn::columns
