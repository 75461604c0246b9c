#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "akin/data/tale_world.h"

namespace akin::data {

/// Something that a tale says, and what the world of the tales says about it.
struct TaleStatement {
  enum class Verdict { is_true, is_false, unknown };
  std::int64_t start = 0;  ///< characters [start, start + length) of the text
  std::int64_t length = 0;
  Verdict verdict = Verdict::unknown;
  /// The fact of the world in the tale's language, such as "fox: berries, meat" for what a fox
  /// eats; empty for `unknown`.
  std::string fact;
};

/// What tales, one a line, say of their heroes: where they live, what they eat, can and cannot do,
/// who is smaller and who is a neighbour; and where a later sentence calls the hero by another name
/// or animal, which is false. Of each line the most sentences are taken that the grammar generates;
/// the rest is one `unknown` statement. Error: text that is not UTF-8.
std::vector<TaleStatement> tale_statements(std::string_view text, Language language);

}  // namespace akin::data
