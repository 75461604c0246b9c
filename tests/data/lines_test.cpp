#include "akin/data/lines.h"

#include <string>
#include <vector>

#include <gmock/gmock.h>

namespace akin::data {
namespace {

using testing::ElementsAre;

std::vector<std::string> lines_of(const std::vector<std::string>& pieces) {
  std::vector<std::string> lines;
  std::string line;
  LineSplitter splitter([&](std::string_view text) { line += text; },
                        [&] {
                          lines.push_back(line);
                          line.clear();
                        });
  for (const std::string& piece : pieces) {
    splitter.add(piece);
  }
  splitter.finish();
  return lines;
}

TEST(LineSplitter, FindsTheSameLinesWhateverThePieces) {
  const std::string text = "anna\n\nbo\r\nb\rc\r\r\n\r\nlast";
  const std::vector<std::string> expected = {"anna", "bo", "b\rc\r", "last"};
  EXPECT_EQ(lines_of({text}), expected);
  for (std::size_t cut = 0; cut <= text.size(); ++cut) {
    EXPECT_EQ(lines_of({text.substr(0, cut), text.substr(cut)}), expected) << cut;
  }
  std::vector<std::string> single;
  for (const char c : text) {
    single.emplace_back(1, c);
  }
  EXPECT_EQ(lines_of(single), expected);
}

TEST(LineSplitter, FindsNoneWhereThereAreNone) {
  EXPECT_THAT(lines_of({}), ElementsAre());
  EXPECT_THAT(lines_of({"\n\r\n", "\n"}), ElementsAre());
}

}  // namespace
}  // namespace akin::data
