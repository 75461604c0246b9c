#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "akin/data/images.h"

namespace akin::data {

/// A random key for an item, the same on every machine: from its name, or from its row in a table.
std::uint64_t split_key(std::string_view name);
std::uint64_t split_key(std::int64_t row);

struct Split {
  // Indices of items, each in an order in which every beginning has all classes in proportion.
  std::vector<std::int64_t> train;
  std::vector<std::int64_t> validation;
  std::vector<std::int64_t> test;
};

/// Divides labelled or unlabelled images into parts of `validation` and `test` images and the rest:
/// a stratified shuffle. Within a class, images go to the parts in the order of their keys; the
/// number of each class in each part is its due share, rounded up or down. `validation` is met
/// exactly; `test` up to the rounding of classes. keys: [images.size()].
Split stratified_split(const Images& images, std::span<const std::uint64_t> keys,
                       std::int64_t validation, std::int64_t test);

}  // namespace akin::data
