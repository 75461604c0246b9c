#include "akin/base/suggest.h"

#include <vector>

#include <gmock/gmock.h>

#include "akin/base/require.h"

namespace akin {
namespace {

TEST(EditDistance, CountsInsertionsDeletionsSubstitutionsAndTranspositions) {
  EXPECT_EQ(edit_distance("", ""), 0);
  EXPECT_EQ(edit_distance("mnist", "mnist"), 0);
  EXPECT_EQ(edit_distance("", "abc"), 3);
  EXPECT_EQ(edit_distance("kitten", "sitting"), 3);
  EXPECT_EQ(edit_distance("mnits", "mnist"), 1);
  EXPECT_EQ(edit_distance("ca", "abc"), 3);  // 2 where a byte may be edited twice
}

TEST(NearestName, IsTheClosestWithinATypo) {
  const std::vector<std::string> names = {"digits", "mnist", "names"};
  EXPECT_EQ(nearest_name("mnits", names), "mnist");
  EXPECT_EQ(nearest_name("digit", names), "digits");
  EXPECT_EQ(nearest_name("photographs", names), std::nullopt);
  EXPECT_EQ(nearest_name("", names), std::nullopt);
}

TEST(FailUnknown, NamesAllAndTheNearest) {
  const std::vector<std::string> names = {"digits", "mnist"};
  try {
    fail_unknown("data", "mnits", names);
    FAIL();
  } catch (const UsageError& error) {
    EXPECT_STREQ(error.what(),
                 "[data] expected one of digits, mnist, got 'mnits'; did you mean 'mnist'?");
  }
}

}  // namespace
}  // namespace akin
