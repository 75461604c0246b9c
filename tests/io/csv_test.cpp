#include "akin/io/csv.h"

#include <vector>

#include <gmock/gmock.h>

#include <gtest/gtest.h>

#include "akin/base/require.h"

#include "support/error_of.h"
#include "support/stream_of.h"

namespace akin::io {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using tests::error_of;

/// The rows, each as its line and its cells in brackets.
std::vector<std::string> rows_of(std::string_view text, std::size_t most = 100) {
  std::vector<std::string> rows;
  read_csv(tests::stream_of(text), "x.csv", [&](const CsvRow& row) {
    std::string cells = fmt::format("{}:", row.line);
    for (const std::string_view cell : row.cells) {
      cells += fmt::format("[{}]", cell);
    }
    rows.push_back(cells);
    return rows.size() < most;
  });
  return rows;
}

TEST(Csv, FindsTheDelimiter) {
  EXPECT_EQ(csv_delimiter("a,b,c\n"), ',');
  EXPECT_EQ(csv_delimiter("a;b;\"c,,,\"\n,,,,,"), ';');
  EXPECT_EQ(csv_delimiter("a\tb\tc,d"), '\t');
  EXPECT_EQ(csv_delimiter("word"), ',');
}

TEST(Csv, ReadsCellsAndLines) {
  EXPECT_THAT(rows_of("a,b\n1, 2 \n"), ElementsAre("1:[a][b]", "2:[1][2]"));
  EXPECT_THAT(rows_of("a;b\r\n1;2"), ElementsAre("1:[a][b]", "2:[1][2]"));
  EXPECT_THAT(rows_of("a\tb\r1\t2\r"), ElementsAre("1:[a][b]", "2:[1][2]"));
  EXPECT_THAT(rows_of("\xef\xbb\xbf\"a,\"\"x\"\"\",b\n,"), ElementsAre("1:[a,\"x\"][b]", "2:[][]"));
  EXPECT_THAT(rows_of("a,b\n\n\r\n   \n1,2\n"), ElementsAre("1:[a][b]", "5:[1][2]"));
  EXPECT_THAT(rows_of("\"a\nb\",c\nd,e"), ElementsAre("2:[a\nb][c]", "3:[d][e]"));
  EXPECT_THAT(rows_of(""), ElementsAre());
}

TEST(Csv, StopsWhenTold) {
  EXPECT_THAT(rows_of("1\n2\n3\n", 2), ElementsAre("1:[1]", "2:[2]"));
}

TEST(Csv, ReadsRowsAcrossBlocks) {
  std::string text;
  for (int i = 0; i < 3; ++i) {
    text += std::string(700'000, '1') + "," + std::string(700'000, '2') + "\r\n";
  }
  const auto rows = rows_of(text);
  ASSERT_EQ(rows.size(), 3U);
  EXPECT_EQ(rows[2].size(), 1'400'006U);
  EXPECT_EQ(rows[2].substr(0, 2), "3:");
}

TEST(Csv, RefusesDamagedTables) {
  EXPECT_THAT(error_of([] { rows_of("a,b\n\"c,d\n1,2\n"); }),
              HasSubstr("[x.csv] expected a table, got a quote that is not closed in line 4"));
  EXPECT_THAT(error_of([] { rows_of("a\n" + std::string(1'000'001, ',')); }),
              HasSubstr("at most 1000000 cells in a row, got more in line 2"));
  EXPECT_THAT(error_of([] { rows_of("\"" + std::string(70'000'000, 'x')); }),
              HasSubstr("rows of at most 64 MiB"));
}

}  // namespace
}  // namespace akin::io
