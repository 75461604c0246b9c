#include "akin/experiment/text_splits.h"

#include <algorithm>
#include <utility>

#include "akin/base/require.h"
#include "akin/nn/tensors.h"
#include "akin/training/batches.h"

namespace akin {

using tokens::TokenSequence;
using torch::Tensor;

namespace {

constexpr std::int64_t text_batch_size = 64;

/// A range of tokens.
struct Block {
  std::int64_t begin = 0;
  std::int64_t length = 0;
};

/// One row of token ids per block, padded with -1: int64 [rows, longest].
Tensor rows_of(const TokenSequence& text, const std::vector<Block>& blocks_of) {
  std::int64_t longest = 2;
  for (const auto& block : blocks_of) {
    longest = std::max(longest, block.length);
  }
  Tensor rows =
      torch::full({static_cast<std::int64_t>(blocks_of.size()), longest}, -1, torch::kInt64);
  auto* row = rows.data_ptr<std::int64_t>();
  for (const auto& block : blocks_of) {
    text.copy(block.begin, std::span(row, static_cast<std::size_t>(block.length)));
    row += longest;
  }
  return rows;
}

Batches random_crops(TokenSequence text, std::int64_t count, std::int64_t context,
                     std::uint64_t seed, torch::Device device) {
  const std::int64_t length = std::min(context + 1, text.size());
  return [=, text = std::move(text)](std::int64_t step) {
    Random random(seed, "crop", static_cast<std::uint64_t>(step));
    std::vector<Block> crops(static_cast<std::size_t>(count));
    for (auto& crop : crops) {
      crop = {random.below(text.size() - length + 1), length};
    }
    return Batch{nn::to_device(rows_of(text, crops), device), {}};
  };
}

/// Document d with the "\n" before and after it; where it is longer than the context, a random part
/// of it.
Block document(const std::vector<std::int64_t>& bounds, std::int64_t d, std::int64_t context,
               Random& random) {
  const std::int64_t begin = bounds[static_cast<std::size_t>(d)];
  const std::int64_t length = bounds[static_cast<std::size_t>(d) + 1] - begin + 1;
  if (length <= context + 1) {
    return {begin, length};
  }
  return {begin + random.below(length - context), context + 1};
}

Batches shuffled_documents(TokenSequence text, std::vector<std::int64_t> bounds, std::int64_t count,
                           std::int64_t context, std::uint64_t seed, torch::Device device) {
  const Shuffle shuffle(std::ssize(bounds) - 1, seed);
  return [=, text = std::move(text), bounds = std::move(bounds)](std::int64_t step) {
    Random random(seed, "crop", static_cast<std::uint64_t>(step));
    std::vector<Block> some;
    for (const auto d : shuffle.at(step * count, count)) {
      some.push_back(document(bounds, d, context, random));
    }
    return Batch{nn::to_device(rows_of(text, some), device), {}};
  };
}

/// Blockes in their order, in batches.
Batches in_batches(TokenSequence text, std::vector<Block> all, torch::Device device) {
  return [=, text = std::move(text), all = std::move(all)](std::int64_t i) {
    const auto begin = all.begin() + i * text_batch_size;
    const auto end = begin + std::min<std::int64_t>(text_batch_size, all.end() - begin);
    return Batch{nn::to_device(rows_of(text, {begin, end}), device), {}};
  };
}

/// Non-overlapping blocks in which every token but the first is predicted.
std::vector<Block> split_into_blocks(std::int64_t begin, std::int64_t end, std::int64_t context) {
  std::vector<Block> all;
  for (; begin + 1 < end; begin += context) {
    all.push_back({begin, std::min(context + 1, end - begin)});
  }
  return all;
}

std::vector<Block> validation_blocks(const data::TextData& data, std::int64_t context) {
  if (!data.documents) {
    return split_into_blocks(0, data.validation.size(), context);
  }
  std::vector<Block> all;
  const auto bounds = data::document_bounds(data.validation, tokens::newline_of(*data.tokenizer));
  for (std::size_t d = 0; d + 1 < bounds.size(); ++d) {
    const auto parts = split_into_blocks(bounds[d], bounds[d + 1] + 1, context);
    all.insert(all.end(), parts.begin(), parts.end());
  }
  return all;
}

}  // namespace

Splits text_splits(const data::TextData& data, const Recipe& recipe, std::int64_t context,
                   torch::Device device) {
  const std::int64_t count = recipe.training.batch_size;
  Splits splits;
  splits.unit = "token";
  if (data.documents) {
    auto bounds = data::document_bounds(data.train, tokens::newline_of(*data.tokenizer));
    splits.items = std::ssize(bounds) - 1;
    splits.train =
        shuffled_documents(data.train, std::move(bounds), count, context, recipe.seed(), device);
  } else {
    require<UsageError>(data.train.size() > context,
                        "[data] expected a text longer than the context of {} tokens, got {} to "
                        "train on; choose a smaller --context",
                        context, data.train.size());
    splits.items = std::max<std::int64_t>(data.train.size() / context, 1);
    splits.train = random_crops(data.train, count, context, recipe.seed(), device);
  }
  const auto validation = validation_blocks(data, context);
  splits.validation_batches = (std::ssize(validation) + text_batch_size - 1) / text_batch_size;
  splits.validation = in_batches(data.validation, validation, device);
  return splits;
}

}  // namespace akin
