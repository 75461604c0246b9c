#include "akin/io/archive.h"

#include <gmock/gmock.h>

#include <gtest/gtest.h>

#include "support/error_of.h"
#include "support/temporary_folder.h"
#include "support/write_archive.h"

namespace akin::io {
namespace {

using testing::HasSubstr;
using tests::error_of;

Bytes some_bytes(std::size_t count) {
  Bytes bytes(count);
  for (std::size_t i = 0; i < count; ++i) {
    bytes[i] = static_cast<std::uint8_t>(i * i * 31 >> 3U);
  }
  return bytes;
}

std::string decompression_error(const std::filesystem::path& path) {
  return error_of([&] { read_decompressed(path, std::uint64_t{1} << 30U); });
}

TEST(Archive, DecompressesFiles) {
  const tests::TemporaryFolder folder;
  const Bytes bytes = some_bytes(300'000);
  write_atomically(folder.path() / "plain", bytes);
  EXPECT_FALSE(DecompressedFile(folder.path() / "plain").compressed());
  EXPECT_EQ(read_decompressed(folder.path() / "plain", bytes.size()), bytes);
  for (const char* packing : {".gz", ".bz2", ".xz", ".zst"}) {
    const auto path = folder.path() / (std::string("packed") + packing);
    tests::write_archive(path, {{"", bytes}});
    EXPECT_TRUE(DecompressedFile(path).compressed()) << packing;
    EXPECT_FALSE(is_archive(path)) << packing;
    EXPECT_EQ(read_decompressed(path, bytes.size()), bytes) << packing;
    EXPECT_THAT(error_of([&] { read_decompressed(path, bytes.size() - 1); }),
                HasSubstr("at most 299999 bytes, got more in"));
  }
}

TEST(Archive, RefusesDamagedFiles) {
  const tests::TemporaryFolder folder;
  for (const char* packing : {".gz", ".bz2", ".xz", ".zst"}) {
    const auto path = folder.path() / (std::string("packed") + packing);
    tests::write_archive(path, {{"", some_bytes(300'000)}});
    Bytes packed = read_file(path);
    packed.resize(packed.size() / 2);
    write_atomically(path, packed);
    EXPECT_THAT(decompression_error(path), HasSubstr("expected a ")) << packing;
  }
  // A sum that is wrong by one bit.
  const auto path = folder.path() / "packed.gz";
  tests::write_archive(path, {{"", some_bytes(1000)}});
  Bytes packed = read_file(path);
  packed[packed.size() - 8] ^= 1U;
  write_atomically(path, packed);
  EXPECT_THAT(decompression_error(path), HasSubstr("got a damaged one (incorrect data check)"));
  EXPECT_THAT(decompression_error(folder.path() / "missing"), HasSubstr("expected a file to read"));
  EXPECT_THAT(decompression_error(folder.path()), HasSubstr("a folder"));
}

TEST(Archive, RefusesFilesThatFillTheMemory) {
  const tests::TemporaryFolder folder;
  for (const char* packing : {".gz", ".bz2", ".xz", ".zst"}) {
    const auto path = folder.path() / (std::string("zeros") + packing);
    tests::write_archive(path, {{"", Bytes(100'000'000)}});
    EXPECT_THAT(decompression_error(path), HasSubstr("unpacks to at most 64 MiB and 100 times"))
        << packing;
  }
}

TEST(Archive, PassesFilesInTheirOrder) {
  const tests::TemporaryFolder folder;
  for (const char* name : {"x.zip", "x.tar.gz", "x.tar.xz"}) {
    const auto path = folder.path() / name;
    tests::write_archive(path, {{"b/one", {1, 2, 3}}, {"a/two", {4}}});
    EXPECT_TRUE(is_archive(path)) << name;
    std::vector<std::string> names;
    Bytes start(2);
    each_file(path, [&](ArchiveFile& file) {
      names.push_back(file.name());
      EXPECT_EQ(file.read_next(start), file.name() == "b/one" ? 2U : 1U);
      return true;
    });
    EXPECT_EQ(names, std::vector<std::string>({"b/one", "a/two"}));
  }
}

}  // namespace
}  // namespace akin::io
