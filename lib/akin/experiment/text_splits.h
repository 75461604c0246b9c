#pragma once

#include "akin/data/text_data.h"
#include "akin/experiment/splits.h"

namespace akin {

/// Lessons are random stretches of the text, [batch_size, context + 1], or whole documents, each
/// with the "\n" before and behind it, as long as the longest of the batch and -1 behind the
/// others; a document longer than that is begun at a random place. An epoch is as many lessons as
/// cover the text once, or all documents in random order. The exam is the held-out part in blocks
/// of the context that do not overlap, or document by document.
Splits text_splits(const data::TextData& data, const Recipe& recipe, std::int64_t context,
                   torch::Device device);

}  // namespace akin
