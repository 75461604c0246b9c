#include "akin/data/catalogue.h"

#include <cstdlib>
#include <set>

#include <gmock/gmock.h>

#include "akin/base/require.h"

#include "support/temporary_folder.h"
#include "support/variable.h"

namespace akin::data {
namespace {

namespace fs = std::filesystem;
using testing::AllOf;
using testing::HasSubstr;
using testing::ThrowsMessage;

/// AKIN_DATA_DIR and the cache are in a temporary folder.
class Catalogue : public testing::Test {
 protected:
  [[nodiscard]] fs::path data() const { return folder_.path() / "data"; }
  [[nodiscard]] fs::path cache() const { return folder_.path() / "home" / "akin"; }

  tests::TemporaryFolder folder_;

 private:
  tests::Variable data_dir_{"AKIN_DATA_DIR", data()};
  tests::Variable cache_home_{"XDG_CACHE_HOME", folder_.path() / "home"};
};

// printf hello | sha256sum
const Entry hello = {
    "hello",
    "text",
    "",
    "",
    {},
    {{"text/hello.txt", {{}, "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824"}}}};

// printf hello | gzip -n
const io::Bytes hello_gz = {0x1f, 0x8b, 0x08, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
                            0x03, 0xcb, 0x48, 0xcd, 0xc9, 0xc9, 0x07, 0x00, 0x86,
                            0xa6, 0x10, 0x36, 0x05, 0x00, 0x00, 0x00};

std::string text(const io::Bytes& bytes) {
  return {bytes.begin(), bytes.end()};
}

TEST_F(Catalogue, EveryEntryIsComplete) {
  std::set<std::string> names;
  for (const Entry& entry : catalogue()) {
    EXPECT_TRUE(names.insert(entry.name).second) << entry.name;
    EXPECT_TRUE(entry.kind == "images" || entry.kind == "text" || entry.kind == "points");
    EXPECT_FALSE(entry.description.empty());
    EXPECT_FALSE(entry.source.empty());
    if (entry.kind == "images") {
      EXPECT_GE(entry.class_names.size(), 10U);
      EXPECT_TRUE(entry.files.empty() || entry.format != "idx" || entry.files.size() == 4);
      EXPECT_EQ(entry.format == "zip of idx", !entry.member.empty());
    }
    for (const auto& file : entry.files) {
      EXPECT_EQ(file.remote.sha256.size(), 64U) << file.name;
      EXPECT_EQ(file.remote.sha256.find_first_not_of("0123456789abcdef"), std::string::npos);
      // Some sets are published in one place only.
      EXPECT_GE(file.remote.mirrors.size(), file.remote.packed ? 1U : 2U) << file.name;
      EXPECT_TRUE(file.remote.packed || !file.name.ends_with(".gz"));
    }
  }
}

TEST_F(Catalogue, SuggestsTheNearestName) {
  EXPECT_EQ(find_entry("mnist").files.size(), 4U);
  EXPECT_THAT([] { (void)find_entry("mnits"); },
              ThrowsMessage<UsageError>(AllOf(HasSubstr("[data] expected one of digits, mnist, "),
                                              HasSubstr("got 'mnits'; did you mean 'mnist'?"))));
}

TEST_F(Catalogue, LooksInTheDataFolderBeforeTheCache) {
  EXPECT_EQ(data_folders(), (std::vector<fs::path>{data(), cache()}));
  EXPECT_FALSE(locate(hello)[0].has_value());
  io::write_atomically(cache() / "text" / "hello.txt", "hello");
  EXPECT_EQ(locate(hello)[0], cache() / "text" / "hello.txt");
  io::write_atomically(data() / "text" / "hello.txt.gz", std::span<const std::uint8_t>(hello_gz));
  EXPECT_EQ(locate(hello)[0], data() / "text" / "hello.txt.gz");
  EXPECT_EQ(text(read_file_of(hello, 0)), "hello");
}

TEST_F(Catalogue, DetectsAFlippedBitInAPlainFile) {
  io::write_atomically(data() / "text" / "hello.txt", "hellp");
  EXPECT_THAT([] { (void)read_file_of(hello, 0); },
              ThrowsMessage<Error>(AllOf(HasSubstr("expected the SHA-256 2cf24dba"),
                                         HasSubstr("hello.txt and run 'akin data fetch hello'"))));
}

TEST_F(Catalogue, DetectsATruncatedOrDamagedGzip) {
  for (const std::size_t flipped : {std::size_t{11}, std::size_t{18}, std::size_t{0}}) {
    io::Bytes damaged = hello_gz;
    if (flipped == 0) {
      damaged.resize(damaged.size() - 4);
    } else {
      damaged[flipped] ^= 1U;
    }
    io::write_atomically(data() / "text" / "hello.txt.gz", std::span<const std::uint8_t>(damaged));
    EXPECT_THAT([] { (void)read_file_of(hello, 0); },
                ThrowsMessage<Error>(HasSubstr("hello.txt.gz and run")));
  }
}

TEST_F(Catalogue, FetchesNothingForBuiltInData) {
  fetch(find_entry("digits"));
  EXPECT_FALSE(fs::exists(cache()));
}

}  // namespace
}  // namespace akin::data
