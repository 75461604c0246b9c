#include "akin/data/split.h"

#include <algorithm>
#include <numeric>

#include "akin/base/random.h"
#include "akin/base/require.h"

namespace akin::data {
namespace {

/// Of one class: how many items go where.
struct Quota {
  std::int64_t size = 0;
  std::int64_t validation = 0;
  std::int64_t test = 0;
};

/// Shares of whole numbers, rounded so that each is within one of its due and they sum to `part`:
/// the classes lie on a line, on which every total / part-th place is taken.
void apportion_validation(std::vector<Quota>& quotas, std::int64_t part, std::int64_t total) {
  std::int64_t begin = 0;
  for (Quota& quota : quotas) {
    const std::int64_t end = begin + quota.size;
    quota.validation = end * part / total - begin * part / total;
    begin = end;
  }
}

/// Rounds the test part of each class so that it and what remains for training are within one of
/// their due, too. Where a class leaves a choice, those with the largest fraction are rounded up
/// until the parts sum to `part`.
void apportion_test(std::vector<Quota>& quotas, std::int64_t validation, std::int64_t part,
                    std::int64_t total) {
  struct Choice {
    std::int64_t fraction;
    std::size_t at;
  };
  std::vector<Choice> choices;
  std::int64_t given = 0;
  for (std::size_t i = 0; i < quotas.size(); ++i) {
    Quota& quota = quotas[i];
    const std::int64_t fraction = quota.size * part % total;
    const std::int64_t rest = total - validation - part;
    quota.test = quota.size * part / total;
    // What is left after rounding everything down goes to validation, test and training.
    const std::int64_t left =
        quota.size - quota.validation - quota.test - quota.size * rest / total;
    const bool training_takes = quota.size * rest % total != 0;
    if (left == 2 || (left == 1 && !training_takes)) {
      ++quota.test;
    } else if (left == 1 && fraction != 0) {
      choices.push_back({fraction, i});
    }
    given += quota.test;
  }
  std::stable_sort(choices.begin(), choices.end(),
                   [](const Choice& a, const Choice& b) { return a.fraction > b.fraction; });
  for (const Choice& choice : choices) {
    if (given < part) {
      ++quotas[choice.at].test;
      ++given;
    }
  }
}

/// Classes merged in proportion: the i-th of n items is due at (i + 1/2) / n.
std::vector<std::int64_t> interleaved(const std::vector<std::span<const std::int64_t>>& classes) {
  struct Due {
    double at;
    std::size_t of_class;
    std::int64_t item;
  };
  std::vector<Due> all;
  for (std::size_t c = 0; c < classes.size(); ++c) {
    for (std::size_t i = 0; i < classes[c].size(); ++i) {
      all.push_back({(static_cast<double>(i) + 0.5) / static_cast<double>(classes[c].size()), c,
                     classes[c][i]});
    }
  }
  std::sort(all.begin(), all.end(), [](const Due& a, const Due& b) {
    return a.at != b.at ? a.at < b.at : a.of_class < b.of_class;
  });
  std::vector<std::int64_t> items;
  items.reserve(all.size());
  for (const Due& due : all) {
    items.push_back(due.item);
  }
  return items;
}

}  // namespace

std::uint64_t split_key(std::string_view name) {
  return Random(0, "split " + std::string(name)).bits();
}

std::uint64_t split_key(std::int64_t row) {
  return Random(0, "split", static_cast<std::uint64_t>(row)).bits();
}

Split stratified_split(const Images& images, std::span<const std::uint64_t> keys,
                       std::int64_t validation, std::int64_t test) {
  const std::int64_t total = images.size();
  require(std::ssize(keys) == total, "[split] expected {} keys, got {}", total, keys.size());
  require(validation >= 0 && test >= 0 && validation + test <= total,
          "[split] expected parts of at most {} images, got {} and {}", total, validation, test);
  std::vector<std::vector<std::int64_t>> classes(
      static_cast<std::size_t>(std::max(images.classes(), 1)));
  for (std::int64_t i = 0; i < total; ++i) {
    classes[static_cast<std::size_t>(std::max(images.label(i), 0))].push_back(i);
  }
  std::vector<Quota> quotas;
  for (auto& items : classes) {
    std::stable_sort(items.begin(), items.end(), [&](std::int64_t a, std::int64_t b) {
      return keys[static_cast<std::size_t>(a)] < keys[static_cast<std::size_t>(b)];
    });
    quotas.push_back({std::ssize(items)});
  }
  if (total > 0) {
    apportion_validation(quotas, validation, total);
    apportion_test(quotas, validation, test, total);
  }
  std::vector<std::span<const std::int64_t>> parts[3];
  for (std::size_t c = 0; c < classes.size(); ++c) {
    const std::span<const std::int64_t> items = classes[c];
    const auto of_validation = static_cast<std::size_t>(quotas[c].validation);
    const auto of_test = static_cast<std::size_t>(quotas[c].test);
    parts[0].push_back(items.subspan(of_validation + of_test));
    parts[1].push_back(items.first(of_validation));
    parts[2].push_back(items.subspan(of_validation, of_test));
  }
  return {interleaved(parts[0]), interleaved(parts[1]), interleaved(parts[2])};
}

}  // namespace akin::data
