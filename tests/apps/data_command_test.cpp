#include <gmock/gmock.h>

#include "support/tiny_run.h"

namespace akin::tests {
namespace {

using testing::HasSubstr;

TEST(DataCommand, ListsTheNamedDataSets) {
  const TemporaryFolder folder;
  const AppResult result = run_app({.words = {"data", "list"},
                                    .environment = {{"AKIN_DATA_DIR", folder.path().string()},
                                                    {"XDG_CACHE_HOME", folder.path().string()}}});
  ASSERT_THAT(result, Succeeds());
  EXPECT_THAT(result.output, testing::ContainsRegex("digits +images +- +built in"));
  EXPECT_THAT(result.output, testing::ContainsRegex("mnist +images +11.6 MB +to download"));
}

TEST(DataCommand, ShowsImagesAndCountsTheirClasses) {
  const TinyFolder folder;
  const AppResult result = folder.run({"data", "show", tiny_data, "--count", "3"});
  ASSERT_THAT(result, Succeeds());
  // 120 images: a sixth for test, a sixth of the rest for validation, evenly over ten classes.
  EXPECT_THAT(result.output, testing::ContainsRegex("\n9 +(8 +2|9 +1) +2\n"));
  EXPECT_THAT(result.output, testing::ContainsRegex("\nall +84 +16 +20\n"));
  EXPECT_THAT(result.output, HasSubstr("28 x 28 pixels, grey\n"));
  EXPECT_THAT(result.output, HasSubstr("duplicates  0 within a part, 0 in two parts\n"));
  const auto name = result.output.substr(result.output.rfind('\n', result.output.size() - 2) + 1);
  EXPECT_TRUE(folder.has(name.substr(0, name.size() - 1)));
}

TEST(DataCommand, ShowsTheDataOfATraining) {
  const TinyFolder folder;
  const AppResult result = folder.run({"data", "show", tiny_data, "--holdout", "0", "--limit", "60",
                                       "--skew", "3:0", "--out", "x.png"});
  ASSERT_THAT(result, Succeeds());
  EXPECT_THAT(result.output, testing::ContainsRegex("\n3 +0 +0 +0\n"));
  EXPECT_THAT(result.output, testing::ContainsRegex("\nall +54 +0 +0\n"));
}

TEST(DataCommand, ShowsPoints) {
  const TinyFolder folder;
  ASSERT_THAT(folder.run({"data", "show", "rings"}), Succeeds());
  ASSERT_THAT(folder.run({"data", "show", "rings"}), Succeeds());
  EXPECT_EQ(folder.text("data-rings-1.png"), folder.text("data-rings-2.png"));
}

TEST(DataCommand, HasNothingToFetchForBuiltInData) {
  const AppResult result = run_app({"data", "fetch", "digits"}, {});
  ASSERT_THAT(result, Succeeds());
  EXPECT_THAT(result.output, HasSubstr("built in"));
}

TEST(DataCommand, RefusesUnknownNames) {
  const TinyFolder folder;
  EXPECT_THAT(folder.run({"data", "show", "digitz"}), Refuses(2, "did you mean 'digits'?"));
  EXPECT_THAT(folder.run({"data", "fetch", "mnits"}), Refuses(2, "did you mean 'mnist'?"));
  EXPECT_THAT(folder.run({"data", "show", "a/b"}), Refuses(2, "got none at a/b"));
  EXPECT_THAT(folder.run({"data", "show", tiny_data, "--count", "0"}), Refuses(2, "--count"));
  folder.write("x.png", "mine");
  EXPECT_THAT(folder.run({"data", "show", tiny_data, "--out", "x.png"}), Refuses(1, "--force"));
  EXPECT_EQ(folder.text("x.png"), "mine");
}

}  // namespace
}  // namespace akin::tests
