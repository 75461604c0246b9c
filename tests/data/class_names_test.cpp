#include "akin/data/class_names.h"

#include <algorithm>

#include <gmock/gmock.h>

#include "akin/base/require.h"

#include "support/error_of.h"

namespace akin::data {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using tests::error_of;

TEST(NaturalOrder, CountsDigitsAsNumbers) {
  std::vector<std::string> names = {"10", "9", "2b", "2", "a10", "a2", "02", "1", "b"};
  std::sort(names.begin(), names.end(), natural_less);
  EXPECT_THAT(names, ElementsAre("1", "02", "2", "2b", "9", "10", "a2", "a10", "b"));
}

TEST(FindClass, TakesNamesAndNumbers) {
  const std::vector<std::string> names = {"cat", "dog", "고양이"};
  EXPECT_EQ(find_class("--label", "dog", names), 1);
  EXPECT_EQ(find_class("--label", "0", names), 0);
  EXPECT_EQ(find_class("--label", "고양이", names), 2) << "decomposed";
  EXPECT_THAT(error_of<UsageError>([&] { find_class("--label", "dgo", names); }),
              HasSubstr("did you mean 'dog'?"));
  EXPECT_THAT(error_of<UsageError>([&] { find_class("--label", "3", names); }),
              HasSubstr("[--label] expected one of cat, dog"));
}

TEST(FindClass, PrefersANameThatIsANumber) {
  EXPECT_EQ(find_class("--label", "5", {"3", "5", "7"}), 1);
}

}  // namespace
}  // namespace akin::data
