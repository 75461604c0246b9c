#include "akin/data/split.h"

#include <algorithm>
#include <cmath>
#include <set>

#include <gmock/gmock.h>

#include "akin/base/random.h"

namespace akin::data {
namespace {

using testing::ElementsAre;
using testing::Ge;

/// Images of one pixel in classes of these sizes, in the order that `shuffle` chooses.
Images of_classes(const std::vector<std::int64_t>& sizes, std::uint64_t shuffle) {
  std::vector<std::uint8_t> labels;
  std::vector<std::string> names;
  for (std::size_t c = 0; c < sizes.size(); ++c) {
    labels.insert(labels.end(), static_cast<std::size_t>(sizes[c]), static_cast<std::uint8_t>(c));
    names.push_back(std::to_string(c));
  }
  const Permutation order(std::ssize(labels), shuffle);
  std::vector<std::uint8_t> shuffled(labels.size());
  for (std::size_t i = 0; i < labels.size(); ++i) {
    shuffled[i] = shuffle == 0
                      ? labels[i]
                      : labels[static_cast<std::size_t>(order(static_cast<std::int64_t>(i)))];
  }
  return {std::vector<std::uint8_t>(labels.size()), shuffled, {1, 1}, names};
}

std::vector<std::uint64_t> row_keys(std::int64_t count) {
  std::vector<std::uint64_t> keys;
  for (std::int64_t i = 0; i < count; ++i) {
    keys.push_back(split_key(i));
  }
  return keys;
}

TEST(StratifiedSplit, GivesEachClassItsDueShareOfEachPart) {
  const std::vector<std::vector<std::int64_t>> all_sizes = {
      {30, 30, 30, 30},      {1, 2, 3, 4, 5, 6, 7, 8, 9, 10}, {500, 1, 1}, {7},
      {3, 3, 3, 3, 3, 3, 3}, {13, 17, 19, 23, 29, 31, 37}};
  for (const auto& sizes : all_sizes) {
    for (const std::uint64_t shuffle : {0, 1, 2}) {
      const Images images = of_classes(sizes, shuffle);
      const std::int64_t total = images.size();
      const std::int64_t test = total / 6;
      const std::int64_t validation = (total - test) / 6;
      const Split split = stratified_split(images, row_keys(total), validation, test);
      EXPECT_EQ(std::ssize(split.validation), validation);
      EXPECT_NEAR(static_cast<double>(split.test.size()), static_cast<double>(test), 2);
      std::set<std::int64_t> seen;
      const std::vector<std::pair<const std::vector<std::int64_t>*, std::int64_t>> parts = {
          {&split.train, total - validation - test},
          {&split.validation, validation},
          {&split.test, test}};
      for (const auto& [part, wanted] : parts) {
        seen.insert(part->begin(), part->end());
        const auto counts = images.select(*part).class_counts();
        for (std::size_t c = 0; c < sizes.size(); ++c) {
          const double due = static_cast<double>(sizes[c]) * static_cast<double>(wanted) /
                             static_cast<double>(total);
          EXPECT_LT(std::abs(static_cast<double>(counts[c]) - due), 1) << "class " << c;
        }
      }
      EXPECT_EQ(std::ssize(seen), total);
      EXPECT_EQ(std::ssize(split.train) + std::ssize(split.validation) + std::ssize(split.test),
                total);
    }
  }
}

TEST(StratifiedSplit, KeepsSmallClassesWhereTheyCanBeLearnt) {
  const Images images = of_classes({30, 30, 30, 30}, 0);
  const Split split = stratified_split(images, row_keys(120), 17, 20);
  EXPECT_THAT(images.select(split.train).class_counts(), testing::Each(Ge(20)));
  EXPECT_THAT(images.select(split.validation).class_counts(), testing::Each(Ge(4)));
  EXPECT_THAT(images.select(split.test).class_counts(), ElementsAre(5, 5, 5, 5));
}

TEST(StratifiedSplit, HasAllClassesInEveryBeginning) {
  const Images images = of_classes({40, 20, 20}, 0);
  const Split split = stratified_split(images, row_keys(80), 0, 0);
  const auto first = images.select(std::span(split.train).first(8));
  EXPECT_THAT(first.class_counts(), ElementsAre(4, 2, 2));
}

// By name, whatever the order in which a folder lists its files.
TEST(StratifiedSplit, FollowsTheKeys) {
  const std::vector<std::string> names = {"a", "b", "c", "d", "e", "f", "g", "h"};
  const auto held_out = [&](bool backwards) {
    std::vector<std::string> order = names;
    if (backwards) {
      std::reverse(order.begin(), order.end());
    }
    std::vector<std::uint64_t> keys;
    for (const std::string& name : order) {
      keys.push_back(split_key(name));
    }
    const Images images(std::vector<std::uint8_t>(8), {}, {1, 1}, {});
    std::set<std::string> part;
    for (const std::int64_t i : stratified_split(images, keys, 2, 1).validation) {
      part.insert(order[static_cast<std::size_t>(i)]);
    }
    return part;
  };
  EXPECT_EQ(held_out(false), held_out(true));
}

// The same on every machine: a change of these numbers moves images between the parts of all runs.
TEST(SplitKey, IsFixed) {
  EXPECT_EQ(split_key("cat/001.png"), 5070970705181806386U);
  EXPECT_EQ(split_key(std::int64_t{7}), 17299547571668563397U);
}

}  // namespace
}  // namespace akin::data
