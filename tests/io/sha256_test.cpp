#include "akin/io/sha256.h"

#include <gtest/gtest.h>

#include "akin/io/file.h"

namespace akin::io {
namespace {

// FIPS 180-4's examples: "abc", and nothing.
constexpr auto of_abc = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
constexpr auto of_nothing = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

TEST(Sha256, DoesNotDependOnThePieces) {
  Sha256 hash;
  hash.update("a");
  hash.update("");
  hash.update("bc");
  EXPECT_EQ(hash.digest(), of_abc);
  EXPECT_EQ(Sha256().digest(), of_nothing);
  EXPECT_EQ(sha256(Bytes{'a', 'b', 'c'}), of_abc);
}

}  // namespace
}  // namespace akin::io
