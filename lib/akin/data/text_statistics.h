#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "akin/data/tale_world.h"
#include "akin/tokens/tokenizer.h"

namespace akin::data {

/// Texts and how often each occurs, the most frequent first; of equally frequent ones in the order
/// of their code points.
using Frequencies = std::vector<std::pair<std::string, std::int64_t>>;

/// What a text consists of. Upper and lower case of ASCII letters are one.
struct TextStatistics {
  std::int64_t characters = 0;
  Frequencies letters;
  Frequencies words;  ///< longest runs of letters, marks, digits and apostrophes
};

/// The `most` most frequent letters and words.
TextStatistics text_statistics(const tokens::TextSource& text, std::int64_t most);

/// Korean if at least a third of the letters are Hangul syllables.
Language language_of(std::string_view text);

}  // namespace akin::data
