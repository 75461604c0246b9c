#include "akin/data/text_statistics.h"

#include <algorithm>
#include <unordered_map>

#include "akin/base/utf8.h"

namespace akin::data {
namespace {

char32_t lower(char32_t c) {
  return c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c;
}

Frequencies most_frequent(const std::unordered_map<std::string, std::int64_t>& counts,
                          std::int64_t most) {
  Frequencies all(counts.begin(), counts.end());
  const auto end = all.begin() + std::min(most, std::ssize(all));
  std::partial_sort(all.begin(), end, all.end(), [](const auto& a, const auto& b) {
    return a.second != b.second ? a.second > b.second : a.first < b.first;
  });
  all.erase(end, all.end());
  return all;
}

}  // namespace

TextStatistics text_statistics(const tokens::TextSource& text, std::int64_t most) {
  TextStatistics statistics;
  std::unordered_map<char32_t, std::int64_t> letters;
  std::unordered_map<std::string, std::int64_t> words;
  std::string word;
  const auto end_word = [&] {
    if (!word.empty() && word != "'") {
      ++words[word];
    }
    word.clear();
  };
  text([&](std::string_view piece) {
    utf8::each_code_point(piece, [&](char32_t c) {
      ++statistics.characters;
      const utf8::Category category = utf8::category_of(c);
      if (category == utf8::Category::letter) {
        ++letters[lower(c)];
      }
      if (category == utf8::Category::other && c != '\'') {
        end_word();
      } else {
        utf8::append(word, lower(c));
      }
    });
  });
  end_word();
  std::unordered_map<std::string, std::int64_t> letter_texts;
  for (const auto& [letter, count] : letters) {
    std::string character;
    utf8::append(character, letter);
    letter_texts.emplace(character, count);
  }
  statistics.letters = most_frequent(letter_texts, most);
  statistics.words = most_frequent(words, most);
  return statistics;
}

Language language_of(std::string_view text) {
  std::int64_t hangul = 0;
  std::int64_t letters = 0;
  utf8::each_code_point(text, [&](char32_t c) {
    hangul += c >= 0xac00 && c <= 0xd7a3 ? 1 : 0;
    letters += utf8::category_of(c) == utf8::Category::letter ? 1 : 0;
  });
  return letters > 0 && 3 * hangul >= letters ? Language::korean : Language::english;
}

}  // namespace akin::data
