#include "akin/base/require.h"

#include <gtest/gtest.h>

#include "support/error_of.h"

namespace akin {
namespace {

using tests::error_of;

TEST(Require, LetsPassWhatHolds) {
  EXPECT_NO_THROW(require(true, "[who] expected {}", 1));
}

TEST(Require, ThrowsTheFormattedMessage) {
  EXPECT_EQ(error_of([] { require(false, "[who] expected {}, got {}", 1, "many"); }),
            "[who] expected 1, got many");
}

TEST(Require, AUsageErrorIsAnErrorButNotTheOtherWayRound) {
  EXPECT_THROW(require<UsageError>(false, "[who]"), UsageError);
  EXPECT_THROW(fail<UsageError>("[who]"), Error);
  EXPECT_EQ(error_of<UsageError>([] {
              try {
                fail("[who] {}", 2);
              } catch (const UsageError&) {
                throw;
              } catch (const Error&) {
              }
            }),
            "no error");
}

}  // namespace
}  // namespace akin
