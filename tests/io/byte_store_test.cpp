#include "akin/io/byte_store.h"

#include <numeric>

#include <gmock/gmock.h>

#include "support/error_of.h"
#include "support/temporary_folder.h"

namespace akin::io {
namespace {

using testing::ElementsAreArray;

/// `count` bytes: 0, 1, 2, ...
std::vector<std::uint8_t> rising(std::size_t count) {
  std::vector<std::uint8_t> bytes(count);
  std::iota(bytes.begin(), bytes.end(), std::uint8_t{0});
  return bytes;
}

std::span<const std::uint8_t> content(const ByteStore& store) {
  return {store.data(), store.size()};
}

TEST(ByteStore, KeepsAFewBytesInMemory) {
  ByteStore store(10);
  EXPECT_EQ(store.size(), 0U);
  store.append(rising(4));
  store.append(std::vector<std::uint8_t>{9, 8, 7, 6, 5, 4});
  EXPECT_TRUE(store.in_memory());
  EXPECT_THAT(content(store), ElementsAreArray({0, 1, 2, 3, 9, 8, 7, 6, 5, 4}));
}

TEST(ByteStore, StoresLargeDataInAnUnnamedFile) {
  const tests::TemporaryFolder folder;
  ByteStore store(10, folder.path());
  std::vector<std::uint8_t> expected;
  for (const std::size_t count : {7U, 7U, 5000U, 1U, 0U, 30000U, 3U}) {  // needs several mappings
    const auto bytes = rising(count);
    store.append(bytes);
    expected.insert(expected.end(), bytes.begin(), bytes.end());
    EXPECT_THAT(content(store), ElementsAreArray(expected));
  }
  EXPECT_FALSE(store.in_memory());
  EXPECT_TRUE(std::filesystem::is_empty(folder.path()));
}

TEST(ByteStore, ReportsTheFolderWithoutSpace) {
  const tests::TemporaryFolder folder;
  ByteStore store(10, folder.path() / "missing");
  const auto error = tests::error_of([&] { store.append(rising(11)); });
  EXPECT_THAT(error, testing::HasSubstr("missing, got: No such file or directory; set TMPDIR"));
}

}  // namespace
}  // namespace akin::io
