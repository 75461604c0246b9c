#include "akin/data/tales.h"

#include <utility>

#include "akin/base/random.h"
#include "akin/base/require.h"
#include "akin/base/settings.h"
#include "akin/data/tale_grammar.h"

namespace akin::data {
namespace {

int pick(Random& random, std::size_t count) {
  return static_cast<int>(random.below(static_cast<std::int64_t>(count)));
}

/// A random sentence that is true of the hero; none if the chosen pattern has no true words.
std::optional<TaleSentence> make_sentence(Random& random, int position, const Hero& hero,
                                          Language language) {
  const auto& patterns = sentence_patterns(position, language);
  TaleSentence sentence{pick(random, patterns.size()), {}};
  for (const auto& part : patterns.at(static_cast<std::size_t>(sentence.pattern)).parts) {
    std::vector<int> fitting;
    const auto count = static_cast<int>(words(part.slot, language).size());
    for (int word = 0; word < count; ++word) {
      if (is_true_of(part, word, hero)) {
        fitting.push_back(word);
      }
    }
    if (fitting.empty()) {
      return std::nullopt;  // no animal is smaller than the smallest
    }
    sentence.words.push_back(fitting.at(static_cast<std::size_t>(pick(random, fitting.size()))));
  }
  return sentence;
}

Tale make_tale(Random& random, Language language, const TaleBias& bias) {
  Hero hero;
  for (const Slot slot : {Slot::name, Slot::adjective, Slot::animal}) {
    hero.words.at(static_cast<std::size_t>(slot)) = pick(random, words(slot, language).size());
  }
  if (bias.share > 0 && random.uniform() < bias.share) {
    hero.words.at(static_cast<std::size_t>(Slot::animal)) = bias.animal;
  }
  // One sentence with probability 1/5, two or three with 2/5 each.
  const double draw = random.uniform();
  const std::size_t sentences = draw < 0.2 ? 1 : draw < 0.6 ? 2 : 3;
  Tale tale;
  while (tale.size() < sentences) {
    auto sentence = make_sentence(random, static_cast<int>(tale.size()), hero, language);
    if (sentence) {
      tale.push_back(std::move(*sentence));
    }
  }
  return tale;
}

int count_patterns(std::size_t position, Language language) {
  return static_cast<int>(sentence_patterns(static_cast<int>(position), language).size());
}

/// The number of pattern combinations for tales of this many sentences.
int patterns_of_length(std::size_t sentences, Language language) {
  int count = 1;
  for (std::size_t position = 0; position < sentences; ++position) {
    count *= count_patterns(position, language);
  }
  return count;
}

}  // namespace

std::vector<std::string> tales(std::int64_t count, std::uint64_t seed, Language language) {
  return biased_tales(count, seed, language, {});
}

std::vector<std::string> biased_tales(std::int64_t count, std::uint64_t seed, Language language,
                                      const TaleBias& bias) {
  require_in_range("share", bias.share, RealRange{0, 1});
  require<UsageError>(count >= 0, "[tales] expected a count of 0 or more, got {}", count);
  std::vector<std::string> lines;
  lines.reserve(static_cast<std::size_t>(count));
  for (std::int64_t i = 0; i < count; ++i) {
    Random random(seed, "tale", static_cast<std::uint64_t>(i));
    lines.push_back(text_of_tale(make_tale(random, language, bias), language));
  }
  return lines;
}

std::optional<Language> tales_language(std::string_view name) {
  if (name == "tales") {
    return Language::english;
  }
  return name == "tales-ko" ? std::optional(Language::korean) : std::nullopt;
}

bool parses(std::string_view tale, Language language) {
  return parse_tale(tale, language).has_value();
}

bool holds(std::string_view tale, Language language) {
  const auto parsed = parse_tale(tale, language);
  return parsed && is_true(*parsed, language);
}

std::optional<int> pattern_of(std::string_view tale, Language language) {
  const auto parsed = parse_tale(tale, language);
  if (!parsed) {
    return std::nullopt;
  }
  int shorter = 0;
  int number = 0;
  for (std::size_t position = 0; position < parsed->size(); ++position) {
    shorter += position == 0 ? 0 : patterns_of_length(position, language);
    number = number * count_patterns(position, language) + (*parsed)[position].pattern;
  }
  return shorter + number;
}

int pattern_count(Language language) {
  int count = 0;
  for (std::size_t sentences = 1; sentences <= longest_tale; ++sentences) {
    count += patterns_of_length(sentences, language);
  }
  return count;
}

}  // namespace akin::data
