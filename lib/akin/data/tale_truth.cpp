#include "akin/data/tale_truth.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "akin/base/utf8.h"
#include "akin/data/tale_grammar.h"
#include "akin/data/text_split.h"

namespace akin::data {
namespace {

using Verdict = TaleStatement::Verdict;

struct Prefix {
  Tale tale;
  std::size_t bytes = 0;
};

/// The most sentences from the start of a line that are a tale.
Prefix longest_tale_in(std::string_view line, Language language) {
  std::size_t end = line.size();
  while (end > 0) {
    if (auto tale = parse_tale(line.substr(0, end), language)) {
      return {std::move(*tale), end};
    }
    const std::size_t stop = end < 2 ? std::string_view::npos : line.find_last_of(".!", end - 2);
    end = stop == std::string_view::npos ? 0 : stop + 1;
  }
  return {};
}

/// What the world says where a part of a sentence makes this claim about a hero.
std::string fact_about(const SentencePattern::Part& part, int word, const Hero& hero,
                       Language language) {
  const AnimalFacts& facts = facts_of(hero.animal());
  const auto text = [&](Slot slot, int of) {
    return words(slot, language).at(static_cast<std::size_t>(of));
  };
  const auto list = [&](Slot slot, const auto& all) {
    std::vector<std::string> texts;
    for (const int of : all) {
      texts.push_back(text(slot, of));
    }
    return fmt::format("{}: {}", text(Slot::animal, hero.animal()), fmt::join(texts, ", "));
  };
  switch (part.claim) {
    case Claim::none:
      return {};
    case Claim::hero:
      return text(part.slot, hero.word(part.slot));
    case Claim::lives:
      return list(Slot::home, std::array{facts.home});
    case Claim::eats:
      return list(Slot::food, facts.foods);
    case Claim::can:
    case Claim::cannot:
      return list(Slot::skill, facts.skills);
    case Claim::bigger: {
      const bool smaller = facts_of(word).weight < facts.weight;
      return fmt::format("{} < {}", text(Slot::animal, smaller ? word : hero.animal()),
                         text(Slot::animal, smaller ? hero.animal() : word));
    }
    case Claim::friends:
      return fmt::format("{}; {}: {}", list(Slot::home, std::array{facts.home}),
                         text(Slot::animal, word), text(Slot::home, facts_of(word).home));
  }
  return {};
}

/// The statements of a line, whose first character has the number `first`.
void add_statements(std::string_view line, std::int64_t first, Language language,
                    std::vector<TaleStatement>& statements) {
  const auto characters = [&](std::size_t bytes) {
    return count_characters(line.substr(0, bytes));
  };
  const Prefix prefix = longest_tale_in(line, language);
  const Hero hero = hero_of(prefix.tale, language);
  each_word(prefix.tale, language,
            [&](std::size_t, const SentencePattern::Part& part, int word, std::size_t begin,
                std::size_t length) {
              const bool is_true = is_true_of(part, word, hero);
              if (part.claim == Claim::none || (part.claim == Claim::hero && is_true)) {
                return;
              }
              statements.push_back({first + characters(begin),
                                    characters(begin + length) - characters(begin),
                                    is_true ? Verdict::is_true : Verdict::is_false,
                                    fact_about(part, word, hero, language)});
            });
  const std::size_t rest = std::min(line.find_first_not_of(' ', prefix.bytes), line.size());
  if (rest < line.size()) {
    statements.push_back({first + characters(rest),
                          characters(line.size()) - characters(rest),
                          Verdict::unknown,
                          {}});
  }
}

}  // namespace

std::vector<TaleStatement> tale_statements(std::string_view text, Language language) {
  utf8::require_valid(text, "tale");
  std::vector<TaleStatement> statements;
  std::int64_t first = 0;
  while (!text.empty()) {
    const std::string_view line = text.substr(0, text.find('\n'));
    add_statements(line, first, language, statements);
    first += count_characters(line) + 1;
    text.remove_prefix(std::min(line.size() + 1, text.size()));
  }
  return statements;
}

}  // namespace akin::data
