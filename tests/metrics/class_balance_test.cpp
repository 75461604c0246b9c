#include "akin/metrics/class_balance.h"

#include <gmock/gmock.h>

#include <gtest/gtest.h>

#include "support/error_of.h"

namespace akin::metrics {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using tests::error_of;
using Labels = std::vector<std::int64_t>;

// Shares 1/2, 1/4, 1/4, 0 against 1/5, 2/5, 0, 2/5: half of 0.3 + 0.15 + 0.25 + 0.4.
TEST(ClassBalance, ByHand) {
  const ClassBalance found = class_balance(Labels{0, 0, 1, 2}, Labels{1, 3, 0, 3, 1}, 4);
  EXPECT_DOUBLE_EQ(found.total_variation, 0.55);
  EXPECT_EQ(found.seen, 3);
  EXPECT_THAT(found.real, ElementsAre(2, 1, 1, 0));
  EXPECT_THAT(found.generated, ElementsAre(1, 2, 0, 2));
}

TEST(ClassBalance, IsZeroForEqualSharesAndOneWithoutACommonClass) {
  EXPECT_DOUBLE_EQ(class_balance(Labels{0, 1}, Labels{1, 0, 0, 1}, 2).total_variation, 0);
  EXPECT_DOUBLE_EQ(class_balance(Labels{0, 1}, Labels{2, 2, 2}, 3).total_variation, 1);
}

// Half of the real items are of class 1: of 40 generated ones 20 are expected, and 2 are enough.
TEST(ClassBalance, DoesNotCountStrayItemsOfAClass) {
  Labels generated(40, 0);
  generated[0] = 1;
  EXPECT_EQ(class_balance(Labels{0, 1}, generated, 2).seen, 1);
  generated[1] = 1;
  EXPECT_EQ(class_balance(Labels{0, 1}, generated, 2).seen, 2);
}

TEST(ClassBalance, NamesWhatIsWrong) {
  const Labels one = {0};
  EXPECT_THAT(error_of<UsageError>([&] { class_balance(one, one, 0); }), HasSubstr("[classes]"));
  EXPECT_THAT(error_of([&] { class_balance({}, one, 2); }), HasSubstr("got none"));
  EXPECT_THAT(error_of([&] { class_balance(one, {}, 2); }), HasSubstr("got none"));
  EXPECT_THAT(error_of([&] { class_balance(one, Labels{2}, 2); }), HasSubstr("0 to 1, got 2"));
  EXPECT_THAT(error_of([&] { class_balance(Labels{-1}, one, 2); }), HasSubstr("got -1"));
}

}  // namespace
}  // namespace akin::metrics
