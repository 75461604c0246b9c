#include <algorithm>
#include <cmath>
#include <filesystem>
#include <regex>
#include <string>

#include <gmock/gmock.h>

#include <gtest/gtest.h>

#include "akin/io/file.h"

#include "made_up_results.h"
#include "report/report.h"

namespace akin::app {
namespace {

using nlohmann::ordered_json;
using ::testing::HasSubstr;
using ::testing::Not;
using tests::made_up_results;

/// The text between `open` and the next `close`.
std::string between(const std::string& text, const std::string& open, const std::string& close) {
  const std::size_t from = text.find(open);
  if (from == std::string::npos) {
    return "";
  }
  const std::size_t start = from + open.size();
  return text.substr(start, text.find(close, start) - start);
}

std::string embedded(const std::string& page) {
  return between(page, R"(<script type="application/json" id="results">)", "</script>");
}

TEST(Page, MakesNoNetworkRequests) {
  std::string page = report_page(made_up_results(1));
  const std::string svg = "http://www.w3.org/2000/svg";  // a namespace, never fetched
  for (std::size_t at = page.find(svg); at != page.npos; at = page.find(svg)) {
    page.erase(at, svg.size());
  }
  EXPECT_THAT(page, Not(HasSubstr("http://")));
  EXPECT_THAT(page, Not(HasSubstr("https://")));
  EXPECT_FALSE(std::regex_search(page, std::regex(R"((src|href)="(?!data:))")));
  EXPECT_FALSE(std::regex_search(page, std::regex(R"(@import|url\(|fetch\(|XMLHttp|WebSocket)")));
  EXPECT_THAT(page, HasSubstr("default-src 'none'"));
}

TEST(Page, EveryMarkerIsFilled) {
  const std::string page = report_page({{"format", 1}, {"command", "{{scripts}}"}});
  EXPECT_EQ(page.find("{{"), page.rfind("{{"));  // the one in the results stays
  EXPECT_EQ(ordered_json::parse(embedded(page))["command"], "{{scripts}}");
}

TEST(Page, NoStringEndsTheScript) {
  const std::string evil = "</script><script>alert(1)</script><!--<script> \u2028\u2029 ]]> & 가";
  const ordered_json results = {{"format", 1}, {"models", {{{"name", evil}}}}, {evil, evil}};
  const std::string page = report_page(results);
  EXPECT_EQ(ordered_json::parse(embedded(page)), results);
  EXPECT_THAT(page, Not(HasSubstr("alert(1)</script>")));
  EXPECT_THAT(embedded(page), Not(HasSubstr("<")));
  EXPECT_THAT(embedded(page), Not(HasSubstr("\u2028")));
}

TEST(Page, JsonForAScriptIsAsciiAndTheSame) {
  EXPECT_EQ(json_for_script({{"a", "<b>"}}), R"({"a":"\u003cb>"})");
  EXPECT_EQ(json_for_script("\u2028"), R"("\u2028")");
  EXPECT_EQ(json_for_script("가"), R"("\uac00")");
  EXPECT_EQ(json_for_script(std::nan("")), "null");
  EXPECT_EQ(json_for_script("\xff"), R"("\ufffd")");  // invalid UTF-8 is replaced
}

/// Strings become text nodes or attributes, never HTML or code.
TEST(Page, ItsScriptsNeverParseStrings) {
  const std::regex parsers(
      R"(innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(|new Function|DOMParser)");
  EXPECT_FALSE(std::regex_search(report_page({{"format", 1}}), parsers));
}

TEST(Page, ItsSourcesAreSmall) {
  for (const char* folder : {"apps/akin/report/page", "apps/akin/web"}) {
    for (const auto& entry :
         std::filesystem::directory_iterator(std::filesystem::path(AKIN_SOURCE_DIR) / folder)) {
      const std::string text = io::read_text(entry.path());
      EXPECT_LE(std::count(text.begin(), text.end(), '\n'), 300) << entry.path();
    }
  }
}

/// "key: ['English', 'Korean']", neither empty.
TEST(Page, EveryStringComesInBothLanguages) {
  const std::string page = report_page({{"format", 1}});
  const std::regex entry(R"re(\n  (\w+): \[('[^']+'),\s+('[^']+')\],)re");
  const std::string table = between(page, "const strings = {", "\n};");
  const auto count = [&table](const std::regex& what) {
    return std::distance(std::sregex_iterator(table.begin(), table.end(), what), {});
  };
  EXPECT_GT(count(entry), 100);
  EXPECT_EQ(count(entry), count(std::regex(R"(\n  \w+: \[)")));
}

}  // namespace
}  // namespace akin::app
