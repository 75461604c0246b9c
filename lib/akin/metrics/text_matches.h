#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "akin/tokens/tokenizer.h"

namespace akin::metrics {

/// [samples][characters]: for every character of every sample, the length of the longest stretch
/// that ends with it, lies in that sample and occurs in the training text. In characters, that is
/// code points.
using MatchLengths = std::vector<std::vector<std::int32_t>>;

/// All of them in time linear in samples and training text, by a suffix automaton of the samples
/// through which the training text is streamed (Chang & Lawler 1994 call them matching statistics);
/// memory, about 100 bytes a character, grows with the samples only. The samples are what was
/// generated, without prompts.
/// Errors: a sample that is not UTF-8, more than 2^29 characters.
MatchLengths match_lengths(std::span<const std::string> samples,
                           const tokens::TextSource& training);

}  // namespace akin::metrics
