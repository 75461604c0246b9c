#include "akin/data/text_split.h"

#include <string>
#include <vector>

#include <gmock/gmock.h>

#include "akin/tokens/plain_text.h"

#include "support/chunks.h"
#include "support/error_of.h"

namespace akin::data {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using tests::error_of;
using tests::in_chunks;

struct Parts {
  std::string train;
  std::string validation;
  bool operator==(const Parts&) const = default;
};

Parts parts_of(const tokens::TextSource& text, const TextSplit& split) {
  Parts parts;
  each_part(
      {text}, split, [&](std::string_view some) { parts.train += some; },
      [&](std::string_view some) { parts.validation += some; });
  return parts;
}

std::vector<std::string> split_lines(const std::vector<std::string>& chunks) {
  std::vector<std::string> lines;
  std::string line;
  LineSplitter splitter([&](std::string_view text) { line += text; },
                        [&] {
                          lines.push_back(line);
                          line.clear();
                        });
  for (const std::string& chunk : chunks) {
    splitter.add(chunk);
  }
  splitter.finish();
  return lines;
}

TEST(LineSplitter, DoesNotDependOnTheChunks) {
  const std::string text = "anna\n\nbo\nb c\n\n\nlast";
  const std::vector<std::string> expected = {"anna", "bo", "b c", "last"};
  EXPECT_EQ(split_lines({text}), expected);
  for (std::size_t cut = 0; cut <= text.size(); ++cut) {
    EXPECT_EQ(split_lines({text.substr(0, cut), text.substr(cut)}), expected) << cut;
  }
  std::vector<std::string> single;
  for (const char c : text) {
    single.emplace_back(1, c);
  }
  EXPECT_EQ(split_lines(single), expected);
}

TEST(LineSplitter, SkipsEmptyLines) {
  EXPECT_THAT(split_lines({}), ElementsAre());
  EXPECT_THAT(split_lines({"\n\n", "\n"}), ElementsAre());
}

TEST(TextSplit, SplitsBetweenCharacters) {
  const TextSplit split{.parts = {{2, 3}}};
  for (std::size_t size = 1; size <= 14; ++size) {
    const auto text = tokens::plain_text(in_chunks("가나다라마", size), "x");
    EXPECT_EQ(parts_of(text, split), (Parts{"가나", "라마"})) << size;
  }
  EXPECT_EQ(count_characters("가나b"), 3);
}

TEST(TextSplit, ChoosesDocuments) {
  const TextSplit split{
      .documents = true, .parts = {{2, 4}}, .validation = {false, true, false, false, false}};
  for (std::size_t size = 1; size <= 14; ++size) {
    EXPECT_EQ(parts_of(in_chunks("a\nbb\n\nc\nd\ne", size), split), (Parts{"a\nc\n", "bb\n"}));
  }
}

TEST(TextSplit, DetectsThatAFileHasGrown) {
  const TextSplit split{.documents = true, .parts = {{1, 1}}, .validation = {false}};
  EXPECT_THAT(error_of([&] { (void)parts_of(tokens::text_source("a\nb\n"), split); }),
              HasSubstr("the 1 documents of before, got more"));
}

}  // namespace
}  // namespace akin::data
