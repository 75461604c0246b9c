#pragma once

#include "akin/data/text_data.h"
#include "akin/experiment/splits.h"

namespace akin {

/// Training batches are random blocks of the text, int64 [batch_size, context + 1], or whole
/// documents in random order, each with the "\n" before and after it, padded with -1 to the longest
/// of the batch; of a longer document, a random part. An epoch covers the text once, or has every
/// document once. Validation batches are non-overlapping blocks of the context, within documents
/// where lines are documents.
Splits text_splits(const data::TextData& data, const Recipe& recipe, std::int64_t context,
                   torch::Device device);

}  // namespace akin
