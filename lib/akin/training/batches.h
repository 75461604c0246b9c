#pragma once

#include <cstdint>
#include <functional>
#include <vector>

#include "akin/data/images.h"
#include "akin/training/trainable.h"

namespace akin {

/// The batch of a step as a pure function of its number: a loader has no state to save.
using Batches = std::function<Batch(std::int64_t step)>;

/// The numbers 0 .. size - 1 without end, each epoch in an order of its own, readable at any
/// position.
class Shuffle {
 public:
  Shuffle(std::int64_t size, std::uint64_t seed) : size_(size), seed_(seed) {}

  /// `count` numbers from `position` on.
  [[nodiscard]] std::vector<std::int64_t> at(std::int64_t position, std::int64_t count) const;

 private:
  std::int64_t size_;
  std::uint64_t seed_;
};

/// Images, shuffled every epoch by a permutation of (seed, epoch); a batch may span two epochs, so
/// all have `batch_size` items. data: float32 [batch_size, channels, height, width] in [0, 1]. On a
/// device other than the CPU: see resident_batches().
Batches image_batches(data::Images images, std::int64_t batch_size, std::uint64_t seed,
                      torch::Device device = torch::kCPU);

/// The same batches with all images kept on the device, one byte per pixel; a step only sends the
/// indices of its images.
Batches resident_batches(const data::Images& images, std::int64_t batch_size, std::uint64_t seed,
                         torch::Device device);

/// Images in order, in batches 0 to ceil(size / batch_size) - 1, of which the last may be shorter.
Batches ordered_batches(data::Images images, std::int64_t batch_size,
                        torch::Device device = torch::kCPU);

/// Pixels drawn black or white with the grey value as probability, differently at every step.
Batches binarised(Batches batches, std::uint64_t seed);
/// Binarises one batch [n, ...]: 1 where a uniform number in [0, 1) is below the pixel.
torch::Tensor binarise(const torch::Tensor& pixels, Random random);

/// The images `indices` with their labels, on a device.
Batch image_batch(const data::Images& images, const std::vector<std::int64_t>& indices,
                  torch::Device device = torch::kCPU);

/// The images `indices` as float32 [n, channels, height, width] in [0, 1].
torch::Tensor image_tensor(const data::Images& images, const std::vector<std::int64_t>& indices);

/// The inverse: [n, channels, height, width] in [0, 1] to n * channels * height * width bytes,
/// rounded and clamped.
std::vector<std::uint8_t> image_bytes(const torch::Tensor& images);
/// The same as unlabelled images.
data::Images made_images(const torch::Tensor& images);

/// 2-D points [count, 2] row-major to a tensor, and back.
torch::Tensor point_tensor(const std::vector<float>& points);
std::vector<float> points(const torch::Tensor& tensor);

}  // namespace akin
