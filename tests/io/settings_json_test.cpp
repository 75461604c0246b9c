#include "akin/io/settings_json.h"

#include <gtest/gtest.h>

#include "akin/base/require.h"

namespace akin::io {
namespace {

struct Settings {
  std::int64_t steps = 3;
  double rate = 0.5;
  bool fast = false;
  std::string shape = "round";
  std::string note = "n";
};

void describe(Fields& fields, Settings& settings) {
  fields.section("training");
  fields.whole("steps", settings.steps, {1, 10}, "");
  fields.real("rate", settings.rate, {0, 1, true}, "");
  fields.section("looks");
  fields.flag("fast", settings.fast, "");
  fields.choice("shape", settings.shape, {"round", "square"}, "");
  fields.text("note", settings.note, "");
}

Settings read(const std::string& text) {
  JsonReader reader(parse_json(text, "file"), "file");
  Settings settings;
  Fields fields;
  describe(fields, settings);
  read_settings(fields, reader);
  reader.finish();
  return settings;
}

std::string text(const char* steps, const char* rate, const char* shape, const char* more = "") {
  return fmt::format(
      R"({{"training": {{"steps": {}, "rate": {}}}, "looks": {{"fast": true, "shape": {}, "note": ""{}}}}})",
      steps, rate, shape, more);
}

TEST(SettingsJson, WhatIsWrittenIsReadBack) {
  Settings settings{7, 0.25, true, "square", "hello"};
  Fields fields;
  describe(fields, settings);
  nlohmann::ordered_json json;
  write_settings(fields, json);
  EXPECT_EQ(
      json.dump(),
      R"({"training":{"steps":7,"rate":0.25},"looks":{"fast":true,"shape":"square","note":"hello"}})");
  const Settings back = read(json.dump());
  EXPECT_EQ(back.steps, 7);
  EXPECT_EQ(back.rate, 0.25);
  EXPECT_TRUE(back.fast);
  EXPECT_EQ(back.shape, "square");
  EXPECT_EQ(back.note, "hello");
}

TEST(SettingsJson, RefusesWhatIsOutOfRange) {
  EXPECT_EQ(read(text("10", "1", R"("round")")).steps, 10);
  EXPECT_THROW(read(text("0", "1", R"("round")")), Error);
  EXPECT_THROW(read(text("11", "1", R"("round")")), Error);
  EXPECT_THROW(read(text("1", "0", R"("round")")), Error);  // above 0, not at it
  EXPECT_THROW(read(text("1", "1", R"("oval")")), Error);
}

TEST(SettingsJson, RefusesOtherTypesMissingAndUnknownKeys) {
  EXPECT_THROW(read(text(R"("3")", "1", R"("round")")), Error);
  EXPECT_THROW(read(text("1.5", "1", R"("round")")), Error);
  EXPECT_THROW(read(text("1", "1", R"("round")", R"(, "size": 3)")), Error);
  EXPECT_THROW(read(R"({"training": {"steps": 1, "rate": 1}})"), Error);
}

struct Lists {
  std::vector<std::string> data = {"mnist"};
};

std::vector<std::string> read_back(const std::vector<std::string>& values, const char* json_text) {
  Lists lists{values};
  Fields fields;
  fields.texts("data", lists.data, "");
  nlohmann::ordered_json json;
  write_settings(fields, json);
  EXPECT_EQ(json.dump(), json_text);
  lists.data = {"other"};
  JsonReader reader(parse_json(json.dump(), "file"), "file");
  read_settings(fields, reader);
  reader.finish();
  return lists.data;
}

TEST(SettingsJson, AListOfOneIsItsText) {
  using Texts = std::vector<std::string>;
  EXPECT_EQ(read_back({"mnist"}, R"({"data":"mnist"})"), (Texts{"mnist"}));
  EXPECT_EQ(read_back({"a", "b"}, R"({"data":["a","b"]})"), (Texts{"a", "b"}));
  EXPECT_EQ(read_back({}, R"({"data":""})"), Texts());
}

TEST(SettingsJson, OnlyListsTakeSeveralValues) {
  Lists lists;
  std::string note;
  Fields fields;
  fields.texts("data", lists.data, "");
  fields.text("note", note, "");
  fields.set({{"data", "a\nb"}});
  EXPECT_EQ(lists.data, (std::vector<std::string>{"a", "b"}));
  EXPECT_EQ(fields.find("data")->text(), "a\nb");
  EXPECT_THROW(fields.set({{"note", "a\nb"}}), UsageError);
}

}  // namespace
}  // namespace akin::io
