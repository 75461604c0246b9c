#include "akin/data/tale_grammar.h"

#include <algorithm>

#include "akin/base/utf8.h"

namespace akin::data {
namespace {

/// Hangul syllables are in groups of 28, of which only the first has no final consonant (Unicode
/// Standard, section 3.12). In UTF-8 each takes three bytes.
bool ends_with_consonant(const std::string& word) {
  const char32_t last = utf8::decode(std::string_view(word).substr(word.size() - 3)).code_point;
  return (last - 0xac00) % 28 != 0;
}

/// A word as it is written in its sentence, with article or particle.
std::string inflected(const SentencePattern::Part& part, int number, Language language) {
  std::string word = words(part.slot, language).at(static_cast<std::size_t>(number));
  if (!part.after_vowel.empty()) {
    word += ends_with_consonant(word) ? part.after_consonant : part.after_vowel;
  }
  if (part.article) {
    constexpr std::string_view vowels = "aeiou";
    word.insert(0, vowels.find(word[0]) == std::string_view::npos ? "a " : "an ");
  }
  if (part.capital) {
    word[0] = static_cast<char>(word[0] - 'a' + 'A');
  }
  return word;
}

/// A recursive-descent parser with backtracking over patterns and words.
class TaleParser {
 public:
  explicit TaleParser(Language language) : language_(language) {}

  bool read(std::string_view text) {
    const auto position = static_cast<int>(tale_.size());
    const auto& patterns = sentence_patterns(position, language_);
    for (std::size_t i = 0; i < patterns.size(); ++i) {
      tale_.push_back({static_cast<int>(i), {}});
      if (read_part(patterns[i], 0, text)) {
        return true;
      }
      tale_.pop_back();
    }
    return false;
  }

  [[nodiscard]] const Tale& tale() const { return tale_; }

 private:
  bool read_part(const SentencePattern& pattern, std::size_t at, std::string_view text) {
    if (at == pattern.parts.size()) {
      return read_tail(pattern, text);
    }
    const SentencePattern::Part& part = pattern.parts[at];
    if (!text.starts_with(part.text)) {
      return false;
    }
    text.remove_prefix(part.text.size());
    const auto count = static_cast<int>(words(part.slot, language_).size());
    for (int number = 0; number < count; ++number) {
      const std::string word = inflected(part, number, language_);
      if (text.starts_with(word)) {
        tale_.back().words.push_back(number);
        if (read_part(pattern, at + 1, text.substr(word.size()))) {
          return true;
        }
        tale_.back().words.pop_back();
      }
    }
    return false;
  }

  bool read_tail(const SentencePattern& pattern, std::string_view text) {
    if (!text.starts_with(pattern.tail)) {
      return false;
    }
    text.remove_prefix(pattern.tail.size());
    return text.empty() || (tale_.size() < longest_tale && text[0] == ' ' && read(text.substr(1)));
  }

  Language language_;
  Tale tale_;
};

/// The text of a tale; `use`: see each_word().
std::string write_tale(const Tale& tale, Language language, const UseWord& use) {
  std::string text;
  for (std::size_t position = 0; position < tale.size(); ++position) {
    const TaleSentence& sentence = tale[position];
    const SentencePattern& pattern = sentence_patterns(static_cast<int>(position), language)
                                         .at(static_cast<std::size_t>(sentence.pattern));
    text += position == 0 ? "" : " ";
    for (std::size_t i = 0; i < pattern.parts.size(); ++i) {
      const SentencePattern::Part& part = pattern.parts[i];
      text += part.text;
      const std::string word = inflected(part, sentence.words.at(i), language);
      use(position, part, sentence.words.at(i), text.size(), word.size());
      text += word;
    }
    text += pattern.tail;
  }
  return text;
}

}  // namespace

std::string text_of_tale(const Tale& tale, Language language) {
  return write_tale(tale, language, [](auto&&...) {});
}

void each_word(const Tale& tale, Language language, const UseWord& use) {
  write_tale(tale, language, use);
}

std::optional<Tale> parse_tale(std::string_view text, Language language) {
  TaleParser parser(language);
  if (!parser.read(text)) {
    return std::nullopt;
  }
  return parser.tale();
}

bool is_true_of(const SentencePattern::Part& part, int word, const Hero& hero) {
  const AnimalFacts& facts = facts_of(hero.animal());
  const auto has = [word](const auto& list) {
    return std::find(list.begin(), list.end(), word) != list.end();
  };
  switch (part.claim) {
    case Claim::none:
      return true;
    case Claim::hero:
      return hero.word(part.slot) == word;
    case Claim::lives:
      return facts.home == word;
    case Claim::eats:
      return has(facts.foods);
    case Claim::can:
      return has(facts.skills);
    case Claim::cannot:
      return !has(facts.skills);
    case Claim::bigger:
      return facts_of(word).weight < facts.weight;
    case Claim::friends:
      return word != hero.animal() && facts_of(word).home == facts.home;
  }
  return false;
}

Hero hero_of(const Tale& tale, Language language) {
  Hero hero;
  each_word(tale, language, [&](std::size_t position, const auto& part, int word, auto&&...) {
    if (position == 0 && part.claim == Claim::hero) {
      hero.words.at(static_cast<std::size_t>(part.slot)) = word;
    }
  });
  return hero;
}

bool is_true(const Tale& tale, Language language) {
  const Hero hero = hero_of(tale, language);
  bool holds = true;
  each_word(tale, language, [&](std::size_t, const auto& part, int word, auto&&...) {
    holds = holds && is_true_of(part, word, hero);
  });
  return holds;
}

}  // namespace akin::data
