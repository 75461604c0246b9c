#include "report/report.h"

#include <filesystem>
#include <string>
#include <vector>

#include <gmock/gmock.h>

#include <gtest/gtest.h>

#include "akin/base/require.h"
#include "akin/io/file.h"

#include "made_up_results.h"
#include "support/error_of.h"
#include "support/temporary_folder.h"

namespace akin::app {
namespace {

using nlohmann::ordered_json;
using ::testing::HasSubstr;
using ::testing::Not;
using tests::error_of;
using tests::made_up_results;
using tests::TemporaryFolder;

TEST(Report, WritesThreeFilesIntoANewFolder) {
  const TemporaryFolder folder;
  write_report(folder.path() / "deep" / "report", made_up_results(1));
  std::vector<std::string> names;
  for (const auto& entry : std::filesystem::directory_iterator(folder.path() / "deep" / "report")) {
    names.push_back(entry.path().filename());
  }
  EXPECT_THAT(names, testing::UnorderedElementsAre("index.html", "results.json", "results.md"));
}

TEST(Report, ResultsAreUnchangedExceptForImages) {
  const TemporaryFolder folder;
  ordered_json results = made_up_results(2);
  write_report(folder.path() / "report", results);
  const std::string text = io::read_text(folder.path() / "report" / "results.json");
  for (auto& model : results["models"]) {
    for (auto& run : model["runs"]) {
      run.erase("sheet");
      run.erase("nearest");
    }
  }
  for (auto& anchor : results["anchors"]) {
    anchor.erase("sheet");
  }
  EXPECT_EQ(ordered_json::parse(text), results);
  EXPECT_THAT(text, Not(HasSubstr("base64")));
  // The metric called "nearest" is not an image.
  EXPECT_THAT(text, HasSubstr("\"name\": \"nearest\""));
}

TEST(Report, ThePageContainsTheImages) {
  const TemporaryFolder folder;
  const ordered_json results = made_up_results(1);
  write_report(folder.path() / "report", results);
  EXPECT_THAT(io::read_text(folder.path() / "report" / "index.html"),
              HasSubstr(results["models"][0]["runs"][0]["sheet"].get<std::string>()));
}

TEST(Report, AnUnwritableFolderIsAnErrorOfOneLine) {
  const TemporaryFolder folder;
  io::write_atomically(folder.path() / "taken",
                       std::string_view("a file where a folder is wanted"));
  const std::string error =
      error_of([&] { write_report(folder.path() / "taken" / "report", made_up_results(1)); });
  EXPECT_THAT(error, HasSubstr("expected to write it"));
  EXPECT_THAT(error, Not(HasSubstr("\n")));
}

TEST(Report, AnotherFormatIsAnError) {
  const TemporaryFolder folder;
  for (const char* text : {R"({"format": 2})", R"({})", R"([1])", R"({"format": "1"})", "null"}) {
    EXPECT_THAT(
        error_of([&] { write_report(folder.path() / "report", ordered_json::parse(text)); }),
        HasSubstr("expected results of format 1"))
        << text;
  }
  EXPECT_FALSE(std::filesystem::exists(folder.path() / "report"));
}

TEST(Report, AllPartsAreOptional) {
  const TemporaryFolder folder;
  write_report(folder.path() / "report", {{"format", 1}});
  EXPECT_THAT(io::read_text(folder.path() / "report" / "results.md"),
              HasSubstr("# akin compare: –"));
}

}  // namespace
}  // namespace akin::app
