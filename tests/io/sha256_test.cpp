#include "akin/io/sha256.h"

#include <vector>

#include <gtest/gtest.h>

namespace akin::io {
namespace {

using Bytes = std::vector<std::uint8_t>;

// FIPS 180-4, examples, and FIPS 180-2, appendix B.
constexpr auto of_abc = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
constexpr auto of_nothing = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

TEST(Sha256, MatchesKnownAnswers) {
  EXPECT_EQ(sha256(Bytes{'a', 'b', 'c'}), of_abc);
  EXPECT_EQ(sha256({}), of_nothing);
  EXPECT_EQ(sha256(Bytes(1'000'000, 'a')),
            "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
}

TEST(Sha256, DoesNotDependOnTheChunks) {
  Sha256 hash;
  hash.update("a");
  hash.update("");
  hash.update("bc");
  EXPECT_EQ(hash.digest(), of_abc);
  EXPECT_EQ(Sha256().digest(), of_nothing);
}

}  // namespace
}  // namespace akin::io
