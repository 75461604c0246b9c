#include "akin/data/tale_patterns.h"

#include <array>
#include <map>
#include <string_view>

namespace akin::data {
namespace {

/// {word}: a slot, see meanings(). {a word}: with "a" or "an". {^word}: capitalised. {word:은/는}:
/// with the particle after a final consonant / vowel.
using PatternTexts = std::array<std::vector<std::string_view>, 3>;  // by position in the tale

const PatternTexts english = {{
    {
        "{name} the {adjective} {animal} lives {home}.",
        "Once there was {a adjective} {animal} called {name}.",
        "{^home} lives {a adjective} {animal} named {name}.",
        "{name} is {a adjective} {animal} and likes {food}.",
        "{^time} {a adjective} {animal} named {name} woke up.",
    },
    {
        "{name} likes to eat {food}.",
        "The {animal} can {skill}.",
        "{name} cannot {lack}.",
        "{^time} {name} ate some {food}.",
        "{name} is bigger than {a smaller}.",
        "{name} plays with {a friend} who lives nearby.",
        "{name} spends every day {home}.",
    },
    {
        "Then {name} {mood}.",
        "{name} {mood} {home}.",
        "Good night, {adjective} {animal}!",
        "Everyone loves {name} the {animal}.",
        "Now the {animal} {mood}.",
    },
}};

const PatternTexts korean = {{
    {
        "{home}에 사는 {adjective} {animal} {name:이/가} 있었어요.",
        "옛날에 {name:이라는/라는} {adjective} {animal:이/가} 살았어요.",
        "{name:은/는} {home}에 사는 {adjective} {animal:이에요/예요}.",
        "{adjective} {animal} {name:은/는} {food:을/를} 좋아해요.",
        "{time} {adjective} {animal} {name:이/가} 잠에서 깼어요.",
    },
    {
        "{name:은/는} {food:을/를} 즐겨 먹어요.",
        "이 {animal:은/는} {skill} 수 있어요.",
        "{name:은/는} {lack} 수 없어요.",
        "{time} {name:은/는} {food:을/를} 먹었어요.",
        "{name:은/는} {smaller}보다 커요.",
        "{name:은/는} 이웃에 사는 {friend:과/와} 놀아요.",
        "{name:은/는} 날마다 {home}에서 지내요.",
    },
    {
        "그리고 {name:은/는} {mood}.",
        "{name:은/는} {home}에서 {mood}.",
        "잘 자요, {adjective} {animal} {name}!",
        "모두가 {animal} {name:을/를} 사랑해요.",
        "이제 {animal:은/는} {mood}.",
    },
}};

struct Meaning {
  Slot slot;
  Claim claim;
};

const std::map<std::string_view, Meaning>& meanings() {
  static const std::map<std::string_view, Meaning> all = {
      {"name", {Slot::name, Claim::hero}},        {"adjective", {Slot::adjective, Claim::hero}},
      {"animal", {Slot::animal, Claim::hero}},    {"home", {Slot::home, Claim::lives}},
      {"food", {Slot::food, Claim::eats}},        {"skill", {Slot::skill, Claim::can}},
      {"lack", {Slot::skill, Claim::cannot}},     {"smaller", {Slot::animal, Claim::bigger}},
      {"friend", {Slot::animal, Claim::friends}}, {"time", {Slot::time, Claim::none}},
      {"mood", {Slot::mood, Claim::none}},
  };
  return all;
}

/// Parses the text before a slot and the slot, without its braces.
SentencePattern::Part read_part(std::string_view before, std::string_view inside) {
  SentencePattern::Part part;
  part.text = before;
  part.article = inside.starts_with("a ");
  part.capital = inside.starts_with("^");
  inside.remove_prefix(part.article ? 2 : part.capital ? 1 : 0);
  const std::size_t colon = inside.find(':');
  const Meaning& meaning = meanings().at(inside.substr(0, colon));
  part.slot = meaning.slot;
  part.claim = meaning.claim;
  if (colon != std::string_view::npos) {
    const std::string_view ending = inside.substr(colon + 1);
    part.after_consonant = ending.substr(0, ending.find('/'));
    part.after_vowel = ending.substr(ending.find('/') + 1);
  }
  return part;
}

SentencePattern read_pattern(std::string_view text) {
  SentencePattern pattern;
  for (std::size_t open = 0; (open = text.find('{')) != std::string_view::npos;) {
    const std::size_t close = text.find('}');
    pattern.parts.push_back(
        read_part(text.substr(0, open), text.substr(open + 1, close - open - 1)));
    text.remove_prefix(close + 1);
  }
  pattern.tail = text;
  return pattern;
}

std::array<std::vector<SentencePattern>, 3> read_all(const PatternTexts& texts) {
  std::array<std::vector<SentencePattern>, 3> patterns;
  for (std::size_t position = 0; position < patterns.size(); ++position) {
    for (const std::string_view text : texts.at(position)) {
      patterns.at(position).push_back(read_pattern(text));
    }
  }
  return patterns;
}

}  // namespace

const std::vector<SentencePattern>& sentence_patterns(int position, Language language) {
  static const auto in_english = read_all(english);
  static const auto in_korean = read_all(korean);
  const auto& patterns = language == Language::english ? in_english : in_korean;
  return patterns.at(static_cast<std::size_t>(position));
}

}  // namespace akin::data
