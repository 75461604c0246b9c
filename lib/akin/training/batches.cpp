#include "akin/training/batches.h"

#include <algorithm>
#include <numeric>
#include <utility>

#include "akin/base/require.h"
#include "akin/nn/random_tensors.h"
#include "akin/nn/tensors.h"
#include "akin/nn/torch_parallel.h"

namespace akin {

using torch::Tensor;

namespace {

Tensor label_tensor(const data::Images& images, const std::vector<std::int64_t>& indices) {
  if (images.classes() == 0) {
    return {};
  }
  Tensor labels = torch::empty({static_cast<std::int64_t>(indices.size())}, torch::kInt64);
  std::transform(indices.begin(), indices.end(), labels.data_ptr<std::int64_t>(),
                 [&](std::int64_t i) { return images.label(i); });
  return labels;
}

/// All images as uint8 [count, channels, height, width].
Tensor byte_tensor(const data::Images& images) {
  Tensor bytes = torch::empty({images.size(), images.channels(), images.height(), images.width()},
                              torch::kUInt8);
  auto* out = bytes.data_ptr<std::uint8_t>();
  for (std::int64_t i = 0; i < images.size(); ++i) {
    const auto pixels = images.pixels(i);
    out = std::copy(pixels.begin(), pixels.end(), out);
  }
  return bytes;
}

/// Prefetches pixels that are about to be read: the processor cannot predict the addresses of
/// randomly drawn images, and waiting for them took most of the time of a batch.
void fetch(std::span<const std::uint8_t> pixels) {
  constexpr std::size_t line = 64;
  for (std::size_t i = 0; i < pixels.size(); i += line) {
    __builtin_prefetch(&pixels[i]);
  }
}

}  // namespace

std::vector<std::int64_t> Shuffle::at(std::int64_t position, std::int64_t count) const {
  std::vector<std::int64_t> indices;
  indices.reserve(static_cast<std::size_t>(count));
  while (std::ssize(indices) < count) {
    const std::int64_t epoch = position / size_;
    const Permutation order(size_,
                            Random(seed_, "epoch", static_cast<std::uint64_t>(epoch)).bits());
    const std::int64_t end = std::min((epoch + 1) * size_, position + count - std::ssize(indices));
    for (; position < end; ++position) {
      indices.push_back(order(position - epoch * size_));
    }
  }
  return indices;
}

Tensor image_tensor(const data::Images& images, const std::vector<std::int64_t>& indices) {
  constexpr std::int64_t images_a_thread = 32;
  constexpr std::int64_t ahead = 4;
  const auto count = std::ssize(indices);
  Tensor tensor = torch::empty({count, images.channels(), images.height(), images.width()});
  auto* const first = tensor.data_ptr<float>();
  const auto pixels_of = [&](std::int64_t i) {
    return images.pixels(indices[static_cast<std::size_t>(i)]);
  };
  nn::parallel_ranges(count, images_a_thread, [&](std::int64_t begin, std::int64_t end) {
    for (std::int64_t i = begin; i < end; ++i) {
      fetch(pixels_of(std::min(i + ahead, end - 1)));
      const auto pixels = pixels_of(i);
      std::transform(
          pixels.begin(), pixels.end(), first + i * std::ssize(pixels),
          [](std::uint8_t pixel) { return static_cast<float>(pixel) * (1.0F / 255.0F); });
    }
  });
  return tensor;
}

Batch image_batch(const data::Images& images, const std::vector<std::int64_t>& indices,
                  torch::Device device) {
  Batch batch{image_tensor(images, indices).to(device), label_tensor(images, indices)};
  if (batch.labels.defined()) {
    batch.labels = batch.labels.to(device);
  }
  return batch;
}

std::vector<std::uint8_t> image_bytes(const Tensor& images) {
  const Tensor bytes = (images.detach().to(torch::kCPU) * 255.0)
                           .round_()
                           .clamp_(0, 255)
                           .to(torch::kUInt8)
                           .contiguous();
  const auto* begin = bytes.data_ptr<std::uint8_t>();
  return {begin, begin + bytes.numel()};
}

Tensor binarise(const Tensor& pixels, Random random) {
  return (nn::uniform(random, pixels.sizes(), 0, 1, pixels.device()) < pixels).to(torch::kFloat32);
}

Batches binarised(Batches batches, std::uint64_t seed) {
  return [batches = std::move(batches), seed](std::int64_t step) {
    Batch batch = batches(step);
    batch.data = binarise(batch.data, Random(seed, "binarise", static_cast<std::uint64_t>(step)));
    return batch;
  };
}

data::Images made_images(const Tensor& images) {
  return {image_bytes(images),
          {},
          {static_cast<int>(images.size(2)), static_cast<int>(images.size(3)),
           static_cast<int>(images.size(1))},
          {}};
}

Tensor point_tensor(const std::vector<float>& points) {
  require(points.size() % 2 == 0, "[batches] expected pairs of numbers, got {} numbers",
          points.size());
  return torch::tensor(points).view({-1, 2});
}

std::vector<float> points(const Tensor& tensor) {
  const Tensor dense = tensor.detach().to(torch::kCPU, torch::kFloat32).contiguous();
  return {dense.data_ptr<float>(), dense.data_ptr<float>() + dense.numel()};
}

Batches resident_batches(const data::Images& images, std::int64_t batch_size, std::uint64_t seed,
                         torch::Device device) {
  const Shuffle shuffle(images.size(), seed);
  std::vector<std::int64_t> indices(static_cast<std::size_t>(images.size()));
  std::iota(indices.begin(), indices.end(), 0);
  const Tensor pixels = byte_tensor(images).to(device);  // [count, channels, height, width]
  Tensor labels = label_tensor(images, indices);         // [count]
  labels = labels.defined() ? labels.to(device) : labels;
  return [=](std::int64_t step) {
    const Tensor drawn =
        nn::to_device(torch::tensor(shuffle.at(step * batch_size, batch_size)), device);  // [n]
    return Batch{pixels.index_select(0, drawn).to(torch::kFloat32) * (1.0F / 255.0F),
                 labels.defined() ? labels.index_select(0, drawn) : labels};
  };
}

Batches image_batches(data::Images images, std::int64_t batch_size, std::uint64_t seed,
                      torch::Device device) {
  require<UsageError>(batch_size >= 1, "[batches] expected a batch size of at least 1, got {}",
                      batch_size);
  require(images.size() >= 1, "[batches] expected at least one image, got none");
  if (!device.is_cpu()) {
    return resident_batches(images, batch_size, seed, device);
  }
  const Shuffle shuffle(images.size(), seed);
  return [images = std::move(images), batch_size, shuffle, device](std::int64_t step) {
    return image_batch(images, shuffle.at(step * batch_size, batch_size), device);
  };
}

Batches ordered_batches(data::Images images, std::int64_t batch_size, torch::Device device) {
  return [images = std::move(images), batch_size, device](std::int64_t i) {
    const std::int64_t begin = i * batch_size;
    require(begin >= 0 && begin < images.size(),
            "[batches] expected a batch that begins below image {}, got {}", images.size(), begin);
    std::vector<std::int64_t> indices(
        static_cast<std::size_t>(std::min(batch_size, images.size() - begin)));
    std::iota(indices.begin(), indices.end(), begin);
    return image_batch(images, indices, device);
  };
}

}  // namespace akin
