#include "akin/data/text_data.h"

#include <cstdlib>
#include <set>

#include <gmock/gmock.h>

#include "akin/base/require.h"
#include "akin/data/catalogue.h"
#include "akin/data/tales.h"
#include "akin/data/text_origin.h"
#include "akin/data/text_split.h"
#include "akin/io/file.h"
#include "akin/tokens/character_tokenizer.h"

#include "support/error_of.h"
#include "support/temporary_folder.h"

namespace akin::data {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using tests::error_of;
using tokens::whole_text;

class LoadText : public testing::Test {
 protected:
  [[nodiscard]] TextRequest request(const std::string& text) const {
    io::write_atomically(folder_.path() / "story.txt", text);
    TextRequest request;
    request.data = {(folder_.path() / "story.txt").string()};
    return request;
  }
  [[nodiscard]] std::string error(const std::string& text) const {
    return error_of([&] { (void)load_text(request(text)); });
  }
  tests::TemporaryFolder folder_;
};

std::vector<tokens::Token> tokens_of(const tokens::TokenSequence& sequence) {
  std::vector<tokens::Token> all(static_cast<std::size_t>(sequence.size()));
  sequence.copy(0, std::span(all));
  return all;
}

std::set<std::string> lines_of(const std::string& text) {
  std::set<std::string> lines;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = text.find('\n', at);
    lines.insert(text.substr(at, end - at));
    at = end + 1;
  }
  return lines;
}

TEST_F(LoadText, HoldsOutTheLastTenth) {
  const TextData data = load_text(request("abcdefghij가"));  // int(0.9 * 11) = 9
  EXPECT_EQ(data.name, "story");
  EXPECT_FALSE(data.documents);
  EXPECT_EQ(data.tokenizer->vocabulary_size(), 11);
  EXPECT_THAT(tokens_of(data.train), ElementsAre(0, 1, 2, 3, 4, 5, 6, 7, 8));
  EXPECT_THAT(tokens_of(data.validation), ElementsAre(9, 10));
  EXPECT_EQ(data.train_characters, 9);
  EXPECT_EQ(data.validation_characters, 2);
  EXPECT_EQ(whole_text(training_text(data)), "abcdefghi");
  EXPECT_EQ(whole_text(validation_text(data)), "j가");
  // printf 'abcdefghij가' | sha256sum
  EXPECT_EQ(data.sha256, "11bf063a44c83399956f510e9d1238e5153f7543693c4a6937d88441a31487d1");
}

TEST_F(LoadText, HoldsOutAMillionCharactersOfALongText) {
  std::string text;
  text.resize(10'000'501, 'a');
  text.back() = 'b';
  const TextData data = load_text(request(text));
  EXPECT_EQ(data.validation.size(), 1'000'000);
  EXPECT_EQ(data.train.size(), 9'000'501);
}

TEST_F(LoadText, AppliesTheLimitAfterTheHoldout) {
  TextRequest wanted = request("abcdefghij");
  wanted.holdout = 3;
  wanted.limit = 2;
  const TextData data = load_text(wanted);
  EXPECT_EQ(whole_text(training_text(data)), "ab");
  EXPECT_EQ(whole_text(validation_text(data)), "hij");
  EXPECT_EQ(data.tokenizer->vocabulary_size(), 10);
  EXPECT_EQ(data.sha256, load_text(request("abcdefghij")).sha256);
}

TEST_F(LoadText, HoldsOutNothingIfAskedTo) {
  TextRequest wanted = request("ab\nc\n");
  wanted.holdout = 0;
  EXPECT_EQ(whole_text(training_text(load_text(wanted))), "ab\nc\n");
  EXPECT_EQ(load_text(wanted).validation.size(), 0);
  wanted.documents = "on";
  EXPECT_EQ(load_text(wanted).validation.size(), 0);
  EXPECT_EQ(whole_text(validation_text(load_text(wanted))), "");
}

TEST_F(LoadText, TreatsLinesAsDocuments) {
  TextRequest wanted = request("ab\r\n\nc\nd\nb");
  wanted.documents = "on";
  wanted.holdout = 1;
  const TextData data = load_text(wanted);
  EXPECT_TRUE(data.documents);
  const std::string train = whole_text(training_text(data));
  const std::string validation = whole_text(validation_text(data));
  EXPECT_EQ(train.size() + validation.size(), 9U);  // "ab\n", "c\n", "d\n", "b\n"
  EXPECT_EQ(data.train_characters, std::ssize(train));
  EXPECT_EQ(data.validation_characters, std::ssize(validation));
  EXPECT_EQ(lines_of(validation).size(), 1U);

  const tokens::Token newline = newline_of(*data.tokenizer);
  EXPECT_EQ(data.train[0], newline);
  EXPECT_EQ(data.train.size(), std::ssize(train) + 1);
  const auto bounds = document_bounds(data.train, newline);
  EXPECT_EQ(bounds.size(), 4U);
  EXPECT_EQ(bounds.front(), 0);
  EXPECT_EQ(bounds.back(), data.train.size() - 1);
}

TEST_F(LoadText, ReadsEveryKindOfLineEnd) {
  for (const std::string& kind : tokens::tokenizer_kinds()) {
    for (const char* documents : {"on", "off"}) {
      const auto loaded = [&](const std::string& text) {
        TextRequest wanted = request(text);
        wanted.tokenizer = kind;
        wanted.vocabulary = 300;
        wanted.documents = documents;
        return load_text(wanted);
      };
      const TextData unix_text = loaded("anna\n\nbo\nc\nd\n");
      for (const std::string text :
           {"anna\r\n\r\nbo\r\nc\r\nd\r\n", "anna\r\rbo\rc\rd\r", "anna\r\n\rbo\nc\r\nd\r",
            "\uFEFFanna\r\n\r\nbo\r\nc\r\n\uFEFFd\r\n"}) {
        const TextData data = loaded(text);
        EXPECT_EQ(tokens_of(data.train), tokens_of(unix_text.train)) << kind << text;
        EXPECT_EQ(tokens_of(data.validation), tokens_of(unix_text.validation)) << kind << text;
        EXPECT_EQ(data.tokenizer->to_json(), unix_text.tokenizer->to_json());
        EXPECT_EQ(data.train_characters, unix_text.train_characters);
        EXPECT_NE(data.sha256, unix_text.sha256);  // of the bytes of the file
      }
    }
  }
}

TEST_F(LoadText, UsesEveryKindOfTokenizer) {
  std::string text;
  for (int i = 0; i < 300; ++i) {
    text += fmt::format("여우 {} the fox\n", i);
  }
  for (const std::string& kind : tokens::tokenizer_kinds()) {
    for (const char* documents : {"on", "off"}) {
      TextRequest wanted = request(text);
      wanted.tokenizer = kind;
      wanted.vocabulary = 400;
      wanted.documents = documents;
      const TextData data = load_text(wanted);
      EXPECT_EQ(data.tokenizer->kind(), kind);
      const auto all = whole_text(training_text(data)) + whole_text(validation_text(data));
      EXPECT_EQ(lines_of(all), lines_of(text)) << kind;
      EXPECT_EQ(data.train_characters + data.validation_characters,
                load_text(request(text)).train_characters +
                    load_text(request(text)).validation_characters);
      const TextData again = load_text(wanted, {}, data.tokenizer);
      EXPECT_EQ(again.tokenizer, data.tokenizer);
      EXPECT_EQ(tokens_of(again.train), tokens_of(data.train));
      EXPECT_EQ(again.sha256, data.sha256);
    }
  }
}

TEST_F(LoadText, ReadsFilesLargerThanOneChunk) {
  std::string text;
  while (text.size() < (std::size_t{3} << 20U)) {
    text += "가나다라 abc\n";
  }
  for (const std::string& kind : tokens::tokenizer_kinds()) {
    TextRequest wanted = request(text);
    wanted.tokenizer = kind;
    wanted.vocabulary = 300;
    const TextData data = load_text(wanted);
    EXPECT_TRUE(whole_text(training_text(data)) + whole_text(validation_text(data)) == text)
        << kind;
  }
}

TEST_F(LoadText, RejectsFilesThatAreNotText) {
  EXPECT_THAT(error(""), HasSubstr("story.txt] expected text, got an empty file"));
  EXPECT_THAT(error("a"), HasSubstr("story.txt] expected at least two characters, to train"));
  EXPECT_THAT(error("abc\xff"), HasSubstr("expected UTF-8 text, got the byte 0xff at offset 3"));
  EXPECT_THAT(error("abc\xea\xb0"), HasSubstr("the byte 0xea at offset 3"));
  EXPECT_THAT(error("\xff\xfe" + std::string("a\0b\0", 4)),
              HasSubstr("story.txt] expected UTF-8 text, got UTF-16LE; convert it: iconv -f"));
  EXPECT_THAT(error("\uFEFF"), HasSubstr("got an empty file"));
  TextRequest wanted = request("one line\n");
  wanted.documents = "on";
  EXPECT_THAT(error_of([&] { (void)load_text(wanted); }), HasSubstr("two documents, to train"));
  wanted.tokenizer = "bytes";
  EXPECT_THAT(error_of([&] { (void)load_text(wanted); }), HasSubstr("two documents, to train"));
}

TEST_F(LoadText, RejectsPathsThatAreNotTextFiles) {
  TextRequest wanted;
  const auto error = [&](const std::string& data) {
    wanted.data = {data};
    return error_of<UsageError>([&] { (void)load_text(wanted); });
  };
  EXPECT_THAT(error_of([&] {
                wanted.data = {folder_.path().string()};
                (void)load_text(wanted);
              }),
              HasSubstr("expected texts in"));
  EXPECT_THAT(error("no/such/file"), HasSubstr("got no file at no/such/file"));
  EXPECT_THAT(error("nothing.txt"), HasSubstr("got no file at nothing.txt"));
  EXPECT_THAT(error("/dev/null"), HasSubstr("which is neither"));
  EXPECT_THAT(error("mnist"), HasSubstr("expected text, got 'mnist', which is images; choose one "
                                        "of tinyshakespeare, names, constitution-ko, tales, "
                                        "tales-ko, or a path"));
  EXPECT_THAT(error("rings"), HasSubstr("which is points"));
  EXPECT_THAT(error("tinyshakespear"), HasSubstr("did you mean 'tinyshakespeare'?"));
}

TEST_F(LoadText, RejectsInvalidSettings) {
  TextRequest wanted = request("abcdefghij");
  const auto error = [&] { return error_of<UsageError>([&] { (void)load_text(wanted); }); };
  wanted.holdout = 10;
  EXPECT_THAT(error(), HasSubstr("a hold-out of 0 to 9 characters, got 10"));
  wanted.holdout = -2;
  EXPECT_THAT(error(), HasSubstr("got -2"));
  wanted = request("abcdefghij");
  wanted.limit = -1;
  EXPECT_THAT(error(), HasSubstr("a limit of 0 or more, got -1"));
  wanted = request("abcdefghij");
  wanted.documents = "yes";
  EXPECT_THAT(error(), HasSubstr("[documents] expected one of auto, on, off, got 'yes'"));
  wanted = request("abcdefghij");
  wanted.tokenizer = "words";
  EXPECT_THAT(error(), HasSubstr("expected one of characters, bytes, subwords, got 'words'"));
  EXPECT_THAT(error_of<UsageError>([&] {
                (void)load_text(request("xyz"), {},
                                tokens::make_character_tokenizer(tokens::text_source("x")));
              }),
              HasSubstr("got 'y', which it never had"));
}

/// Several texts in one training.
class SeveralTexts : public LoadText {
 protected:
  SeveralTexts() {
    io::write_atomically(folder_.path() / "a.txt", std::string(20, 'a'));  // no line end
    io::write_atomically(folder_.path() / "b.txt", std::string(39, 'b') + "\n");
    request_.data = {(folder_.path() / "a.txt").string(), (folder_.path() / "b.txt").string()};
  }
  TextRequest request_;
};

TEST_F(SeveralTexts, HoldOutTheEndOfEach) {
  request_.holdout = 6;  // of 21 and 40 characters: 2 and 4
  const TextData data = load_text(request_);
  EXPECT_EQ(data.name, "a+b");
  EXPECT_EQ(whole_text(training_text(data)), std::string(19, 'a') + std::string(36, 'b'));
  EXPECT_EQ(whole_text(validation_text(data)), "a\n" + std::string(3, 'b') + "\n");
  EXPECT_EQ(data.sources.size(), 2U);
  EXPECT_THAT(data.notes, testing::Contains("2 texts"));
}

TEST_F(SeveralTexts, ShareALimit) {
  request_.holdout = 0;
  request_.limit = 30;  // of 61: 10 and 20
  EXPECT_EQ(whole_text(training_text(load_text(request_))),
            std::string(10, 'a') + std::string(20, 'b'));
}

TEST_F(SeveralTexts, HaveTheSameHashAsAFolderOfThem) {
  TextRequest folder = request_;
  folder.data = {folder_.path().string()};
  EXPECT_EQ(load_text(folder).sha256, load_text(request_).sha256);
  EXPECT_EQ(whole_text(training_text(load_text(folder))),
            whole_text(training_text(load_text(request_))));
  TextRequest turned = request_;
  std::swap(turned.data[0], turned.data[1]);
  EXPECT_NE(load_text(turned).sha256, load_text(request_).sha256);
}

TEST_F(SeveralTexts, MayBeTables) {
  io::write_atomically(folder_.path() / "t.csv",
                       std::string_view("text,n\none,1\n\"two\nlines\",2\n,3\n"));
  TextRequest table = request_;
  table.data = {(folder_.path() / "t.csv").string()};
  table.holdout = 0;
  const TextData data = load_text(table);
  EXPECT_TRUE(data.documents);
  EXPECT_EQ(whole_text(training_text(data)), "one\ntwo lines\n");
  EXPECT_THAT(data.notes, testing::Contains("left out 1 row without text"));
  table.documents = "off";
  EXPECT_FALSE(load_text(table).documents);
  table.text_column = "none";
  EXPECT_THAT(whole_text(training_text(load_text(table))), testing::StartsWith("text,n\n"));
}

TEST(InProportion, GivesEachItsShare) {
  EXPECT_THAT(in_proportion(6, {21, 40}), ElementsAre(2, 4));
  EXPECT_THAT(in_proportion(2, {1, 1, 1, 1}), ElementsAre(0, 1, 0, 1));
  EXPECT_THAT(in_proportion(7, {0, 7, 0}), ElementsAre(0, 7, 0));
  EXPECT_THAT(in_proportion(0, {3, 4}), ElementsAre(0, 0));
  EXPECT_THAT(in_proportion(1'000'000'007, {1'000'000'007}), ElementsAre(1'000'000'007));
}

TEST(IsText, DistinguishesTextFromImages) {
  EXPECT_TRUE(is_text("tinyshakespeare"));
  EXPECT_TRUE(is_text("tales-ko"));
  EXPECT_FALSE(is_text("mnist"));
  EXPECT_FALSE(is_text("no-such-data"));
  const tests::TemporaryFolder folder;
  EXPECT_FALSE(is_text(folder.path().string()));
  struct Case {
    std::string bytes;
    bool text;
    bool perhaps;
  };
  const std::string idx("\0\0\x08\x03", 4);
  for (const Case& one : {Case{"plain", true, true}, Case{"여우는", true, true},
                          Case{std::string(4095, 'a') + "여우", true, true}, Case{"", false, true},
                          Case{"a\xff", false, true}, Case{idx, false, false},
                          Case{std::string("a\0b\0", 4), true, true},
                          Case{std::string("\0\0\xfe\xff\0\0\0a", 8), true, true},
                          Case{"\x01" + idx, false, true}, Case{"\x1f\x8b\x08", false, false}}) {
    const auto path = (folder.path() / "file").string();
    io::write_atomically(path, one.bytes);
    EXPECT_EQ(is_text(path), one.text) << one.bytes.size();
    EXPECT_EQ(may_be_text(path), one.perhaps) << one.bytes.size();
  }
}

TEST(BuiltInTales, AreDocumentsWithNewOnesHeldOut) {
  for (const auto& [name, language] :
       {std::pair("tales", Language::english), std::pair("tales-ko", Language::korean)}) {
    TextRequest wanted;
    wanted.data = {name};
    const TextData data = load_text(wanted);
    EXPECT_TRUE(data.documents);
    const tokens::Token newline = newline_of(*data.tokenizer);
    EXPECT_EQ(document_bounds(data.train, newline).size(), 20001U);
    EXPECT_EQ(document_bounds(data.validation, newline).size(), 1001U);
    const auto train = lines_of(whole_text(training_text(data)));
    int seen = 0;
    for (const std::string& tale : lines_of(whole_text(validation_text(data)))) {
      EXPECT_TRUE(holds(tale, language)) << tale;
      seen += train.contains(tale) ? 1 : 0;
    }
    EXPECT_LT(seen, 100);
  }
}

TEST(RealTexts, IfTheDataFolderHasThem) {
  if (std::getenv("AKIN_DATA_DIR") == nullptr || !locate(find_entry("tinyshakespeare"))[0] ||
      !locate(find_entry("names"))[0]) {
    GTEST_SKIP() << "AKIN_DATA_DIR names no folder with text/tinyshakespeare.txt and names.txt";
  }
  // nanoGPT's data/shakespeare_char/prepare.py says: 65 characters, 1,003,854 and 111,540 tokens.
  const TextData plays = load_text({});
  EXPECT_EQ(plays.name, "tinyshakespeare");
  EXPECT_EQ(plays.tokenizer->vocabulary_size(), 65);
  EXPECT_EQ(plays.train.size(), 1003854);
  EXPECT_EQ(plays.validation.size(), 111540);
  EXPECT_EQ(plays.tokenizer->decode(tokens_of(plays.train.slice(0, 14))), "First Citizen:");
  EXPECT_EQ(plays.tokenizer->decode(tokens_of(plays.validation.slice(0, 12))), "?\n\nGREMIO:\nG");

  TextRequest wanted;
  wanted.data = {"names"};
  const TextData names = load_text(wanted);
  EXPECT_TRUE(names.documents);
  EXPECT_EQ(names.tokenizer->vocabulary_size(), 27);
  const tokens::Token newline = newline_of(*names.tokenizer);
  EXPECT_EQ(document_bounds(names.train, newline).size(), 31034U);
  EXPECT_EQ(document_bounds(names.validation, newline).size(), 1001U);
  EXPECT_EQ(names.train_characters + names.validation_characters, 228146);  // and a last newline
}

}  // namespace
}  // namespace akin::data
