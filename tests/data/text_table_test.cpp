#include "akin/data/text_table.h"

#include <gmock/gmock.h>

#include "akin/base/require.h"

#include "support/error_of.h"
#include "support/stream_of.h"

namespace akin::data {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using tests::error_of;

TextTable table_of(const std::string& name, const std::string& content,
                   const std::string& column = "") {
  return open_text_table([content] { return tests::stream_of(content); }, name, column);
}

std::string documents(const TextTable& table) {
  return tokens::whole_text(table.documents);
}

TEST(TextTable, TakesTheColumnWithAUsualName) {
  const TextTable table =
      table_of("r.csv",
               "id,title,text\n"
               "1,\"A very long title of a review\",good\n"
               "2,\"Another long title of a review\",\"not, so \"\"good\"\"\"\n");
  EXPECT_EQ(table.column, "text");
  EXPECT_EQ(documents(table), "good\nnot, so \"good\"\n");
  EXPECT_EQ(documents(table), "good\nnot, so \"good\"\n");  // read again
}

TEST(TextTable, ElseTakesTheColumnWithMostLetters) {
  const TextTable named = table_of("r.csv", "score,what people said\n5,I like it\n1,I do not\n");
  EXPECT_EQ(named.column, "what people said");
  EXPECT_EQ(documents(named), "I like it\nI do not\n");
  const TextTable bare = table_of("r.tsv", "1\t나는 좋다\n0\t나는 싫다\n");
  EXPECT_EQ(bare.column, "1");  // by number: no header
  EXPECT_EQ(documents(bare), "나는 좋다\n나는 싫다\n");
}

TEST(TextTable, KnowsAHeaderByWhatIsBelow) {
  const auto column = [](const std::string& content) { return table_of("r.csv", content).column; };
  EXPECT_EQ(column("Titel;Inhalt\nA;\"Es war; einmal\"\nB;Noch eins\n"), "Inhalt");
  EXPECT_EQ(column("name\nanna\nbob\n"), "name");
  EXPECT_EQ(column("anna,bob\ncarla,dora\nemil,fritz\n"), "0");  // no header
}

TEST(TextTable, TakesTheColumnThatIsAskedFor) {
  const std::string content = "text;제목\nlong long text;짧다\nmore text;길다\n";
  EXPECT_EQ(documents(table_of("r.csv", content, "제목")), "짧다\n길다\n");
  EXPECT_EQ(documents(table_of("r.csv", "a,b\nc,d\n", "1")), "b\nd\n");
  EXPECT_THAT(error_of<UsageError>([&] { (void)table_of("r.csv", content, "textt"); }),
              testing::AllOf(HasSubstr("--text-column"), HasSubstr("did you mean 'text'?")));
}

TEST(TextTable, KeepsADocumentInALine) {
  const TextTable table =
      table_of("r.csv", "text,n\r\n\"two\r\n\r\nlines\",1\r\n  ,2\r\n,3\r\nend,4\r\n");
  EXPECT_EQ(documents(table), "two lines\nend\n");
  EXPECT_EQ(*table.empty_rows, 2);
}

TEST(TextTable, ReadsJsonLines) {
  const std::string content =
      "\xef\xbb\xbf{\"id\": 1, \"text\": \"one\\ntwo\"}\n"
      "\n"
      "{\"text\": \"\\uc5ec\\uc6b0\", \"label\": \"x\"}\r\n"
      "{\"label\": \"no text\"}\n"
      "{\"text\": null}\n"
      "{\"text\": \"last\"}";
  for (const char* name : {"a.jsonl", "a.ndjson", "a.JSON", "a.jsonl.gz"}) {
    const TextTable table = table_of(name, content);
    EXPECT_EQ(documents(table), "one two\n여우\nlast\n") << name;
    EXPECT_EQ(*table.empty_rows, 2);
  }
  EXPECT_EQ(documents(table_of("a.jsonl", content, "label")), "x\nno text\n");
  EXPECT_EQ(documents(table_of("a.jsonl", "\"a\"\n\"b\"\n")), "a\nb\n");
  const std::string nested = R"({"data": {"text": "a", "long": "a longer one"}, "n": [1]})";
  EXPECT_EQ(documents(table_of("a.jsonl", nested)), "a\n");
  EXPECT_EQ(documents(table_of("a.jsonl", nested, "data.long")), "a longer one\n");
}

TEST(TextTable, ReadsAJsonList) {
  EXPECT_EQ(documents(table_of("a.json", " [{\"body\": \"a\"},\n {\"body\": \"b\"}]\n")), "a\nb\n");
  EXPECT_EQ(documents(table_of("a.json", "[\"a\", \"b\"]")), "a\nb\n");
}

TEST(TextTable, NamesWhatIsWrong) {
  const auto error = [](const std::string& name, const std::string& content) {
    return error_of([&] { (void)documents(table_of(name, content)); });
  };
  EXPECT_THAT(error("a.jsonl", "{\"text\": \"a\"}\n{\"text\": \n"), HasSubstr("a.jsonl, line 2"));
  EXPECT_THAT(error("a.jsonl", "{\"text\": \"a\"}\n[1]\n"),
              HasSubstr("a.jsonl, line 2] expected a JSON object or a text, got array"));
  EXPECT_THAT(error("a.json", "[\"a\", 5]"), HasSubstr("a.json, item 1"));
  EXPECT_THAT(error("a.json", "[]"), HasSubstr("expected a table with texts"));
  EXPECT_THAT(error("a.csv", ""), HasSubstr("empty file"));
  EXPECT_THAT(error("a.csv", "1,2\n3,4\n"), HasSubstr("got numbers in all of them"));
}

TEST(TextTable, IsKnownByItsName) {
  for (const char* name : {"a.csv", "A.TSV", "b.jsonl", "c.ndjson", "d.json", "e.csv.gz"}) {
    EXPECT_TRUE(is_table_name(name)) << name;
  }
  for (const char* name : {"a.txt", "csv", "a.csv.txt", "a.md"}) {
    EXPECT_FALSE(is_table_name(name)) << name;
  }
}

}  // namespace
}  // namespace akin::data
