#include "akin/io/json.h"

#include <ctime>

#include <gmock/gmock.h>

#include <gtest/gtest.h>

#include "support/error_of.h"

namespace akin::io {
namespace {

using testing::HasSubstr;
using testing::StartsWith;
using tests::error_of;

std::string error_in(const std::string& text) {
  return error_of([&] { parse_json(text, "config.json"); });
}

TEST(ParseJson, Parses) {
  EXPECT_EQ(parse_json(R"({"a": [1, "b", null]})", "config.json").at("a").size(), 3U);
}

TEST(ParseJson, NamesLineAndColumn) {
  EXPECT_THAT(error_in("{\n\"a\": ?}"),
              StartsWith("[config.json] expected JSON, got a parse error at line 2, column 6"));
}

TEST(ParseJson, ErrorsAreOneShortLine) {
  for (const std::string& text :
       {std::string("\"a\nb\""), std::string(10'000, 'x'), "\"" + std::string(10'000, 'x'),
        std::string("[\"\xff\"]"), std::string(), "[1e" + std::string(5'000, '9') + "]"}) {
    const std::string error = error_in(text);
    EXPECT_THAT(error, StartsWith("[config.json] expected JSON, got a "));
    EXPECT_EQ(error.find('\n'), std::string::npos) << error;
    EXPECT_LT(error.size(), 250U) << error;
  }
}

TEST(ParseJson, LimitsDepth) {
  const auto nested = [](std::size_t depth) {
    return std::string(depth, '[') + std::string(depth, ']');
  };
  EXPECT_EQ(error_in(nested(64)), "no error");
  EXPECT_THAT(error_in(nested(65)), HasSubstr("nested at most 64 deep"));
  EXPECT_THAT(error_in(std::string(1'000'000, '[')), HasSubstr("nested at most 64 deep"));
}

TEST(ParseJson, RejectsDuplicateKeys) {
  EXPECT_THAT(error_in(R"({"a": 1, "b": {"a": 2}})"), "no error");
  EXPECT_THAT(error_in(R"({"b": {"a": 1, "a": 2}})"),
              HasSubstr(R"(every key once, got "a" twice)"));
}

TEST(ParseJson, TakesTimeInProportionToItsLength) {
  std::string many = "[";
  for (int i = 0; i < 200'000; ++i) {
    many += "{},[],";
  }
  many += "0]";
  const std::clock_t start = std::clock();  // of this process alone
  EXPECT_EQ(parse_json(many, "many").size(), 400'001U);
  EXPECT_LT(static_cast<double>(std::clock() - start) / CLOCKS_PER_SEC, 20);  // a tenth of a second
}

TEST(ParseJson, BoundsLengthAndSaysWhatElseATextIs) {
  EXPECT_THAT(error_in(std::string(longest_json + 1, ' ')), HasSubstr("at most 16777216 bytes"));
  EXPECT_THAT(error_in("version https://git-lfs.github.com/spec/v1\n"), HasSubstr("Git LFS"));
}

TEST(ParseOrderedJson, KeepsTheOrderAndBoundsTheKeys) {
  EXPECT_EQ(parse_ordered_json(R"({"b":1,"a":{"d":2,"c":3}})", "t").dump(),
            R"({"b":1,"a":{"d":2,"c":3}})");
  const auto error_with = [](int keys) {
    nlohmann::json object;
    for (int i = 0; i < keys; ++i) {
      object[std::to_string(i)] = i;
    }
    return error_of([&] { parse_ordered_json(object.dump(), "t"); });
  };
  EXPECT_EQ(error_with(256), "no error");
  EXPECT_EQ(error_with(257), "[t] expected at most 256 keys in an object, got more");
}

TEST(NumberOr, TakesOnlyNumbers) {
  const auto object = parse_ordered_json(R"({"a":1.5,"b":"2","c":null,"d":[3]})", "t");
  EXPECT_EQ(number_or(object, "a", 7), 1.5);
  for (const char* key : {"b", "c", "d", "e"}) {
    EXPECT_EQ(number_or(object, key, 7), 7) << key;
  }
}

JsonReader reader_of(const std::string& text) {
  return {parse_json(text, "config.json"), "config.json"};
}

template <class T>
std::string error_getting(const std::string& value) {
  return error_of([&] {
    reader_of(R"({"training": {"steps": )" + value + "}}").child("training").get<T>("steps");
  });
}

TEST(JsonReader, ReadsEveryType) {
  auto reader =
      reader_of(R"({"b": true, "i": -9223372036854775808, "u": 18446744073709551615, "d": 0.5,
                              "n": 3, "s": "x", "is": [1, -2], "ss": ["a"], "none": []})");
  EXPECT_TRUE(reader.get<bool>("b"));
  EXPECT_EQ(reader.get<std::int64_t>("i"), std::numeric_limits<std::int64_t>::min());
  EXPECT_EQ(reader.get<std::uint64_t>("u"), std::numeric_limits<std::uint64_t>::max());
  EXPECT_EQ(reader.get<double>("d"), 0.5);
  EXPECT_EQ(reader.get<double>("n"), 3);
  EXPECT_EQ(reader.get<std::uint64_t>("n"), 3U);
  EXPECT_EQ(reader.get<std::string>("s"), "x");
  EXPECT_EQ(reader.get<std::vector<std::int64_t>>("is"), std::vector<std::int64_t>({1, -2}));
  EXPECT_EQ(reader.get<std::vector<std::string>>("ss"), std::vector<std::string>({"a"}));
  EXPECT_TRUE(reader.get<std::vector<std::string>>("none").empty());
  EXPECT_NO_THROW(reader.finish());
}

TEST(JsonReader, ReportsExpectedAndActualValues) {
  EXPECT_EQ(error_getting<std::int64_t>(R"("many")"),
            R"([config.json] expected 'training.steps' to be a whole number, got "many")");
  EXPECT_EQ(error_getting<bool>("1"),
            "[config.json] expected 'training.steps' to be true or false, got 1");
  EXPECT_THAT(error_getting<std::string>("null"), HasSubstr("to be a text, got null"));
  EXPECT_THAT(error_getting<double>("true"), HasSubstr("to be a finite number, got true"));
  EXPECT_THAT(error_getting<std::vector<std::int64_t>>("[1, 2.5]"),
              HasSubstr("to be a list of whole numbers, got [1,2.5]"));
  EXPECT_THAT(error_getting<std::vector<std::string>>(R"("a")"),
              HasSubstr("to be a list of texts"));
}

TEST(JsonReader, AcceptsOnlyExactIntegersInRange) {
  EXPECT_EQ(error_getting<std::int64_t>("9223372036854775807"), "no error");
  EXPECT_THAT(error_getting<std::int64_t>("9223372036854775808"), HasSubstr("whole number"));
  EXPECT_THAT(error_getting<std::int64_t>("5.0"), HasSubstr("got 5.0"));
  EXPECT_THAT(error_getting<std::int64_t>("1e3"), HasSubstr("whole number"));
  EXPECT_THAT(error_getting<std::uint64_t>("-1"), HasSubstr("at least 0, got -1"));
  EXPECT_THAT(error_getting<std::uint64_t>("18446744073709551616"), HasSubstr("whole number"));
}

TEST(JsonReader, TruncatesLongValuesInMessages) {
  const std::string error = error_getting<bool>("\"" + std::string(1000, 'x') + "\"");
  EXPECT_LT(error.size(), 150U);
  EXPECT_THAT(error, HasSubstr("xxx..."));
}

TEST(JsonReader, NamesMissingKeysAndChildren) {
  auto reader = reader_of(R"({"training": {"model": {}}, "seed": 3})");
  auto model = reader.child("training").child("model");
  EXPECT_EQ(error_of([&] { model.get<bool>("ema"); }),
            "[config.json] expected 'training.model.ema', got no such key");
  EXPECT_EQ(error_of([&] { reader.child("seed"); }),
            "[config.json] expected 'seed' to be a JSON object, got 3");
  EXPECT_EQ(error_of([] { reader_of("[1]"); }), "[config.json] expected a JSON object, got [1]");
  EXPECT_TRUE(reader.has("seed"));
  EXPECT_FALSE(reader.has("data"));
}

TEST(JsonReader, FinishRejectsUnreadKeys) {
  auto reader = reader_of(R"({"steps": 1, "stepz": 2})");
  EXPECT_THAT(error_of([&] { reader.finish(); }), HasSubstr("'steps'"));
  reader.get<std::int64_t>("steps");
  EXPECT_THAT(error_of([&] { reader.finish(); }), HasSubstr("expected no key 'stepz'"));
}

TEST(JsonReader, ErrorsForUnusualKeysAreOneShortLine) {
  const std::string strange = R"(two\nlines\u001b[31m)";
  EXPECT_EQ(
      error_of([&] { reader_of("{\"" + strange + "\": 1}").finish(); }),
      "[config.json] expected no key '" + strange + "', got one; remove it or mend its spelling");
  const auto error =
      error_of([&] { reader_of("{\"" + std::string(500, 'x') + "\": 1}").finish(); });
  EXPECT_LT(error.size(), 150);
}

}  // namespace
}  // namespace akin::io
