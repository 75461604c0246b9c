#include <array>
#include <filesystem>
#include <string>

#include <gmock/gmock.h>

#include <gtest/gtest.h>

#include "akin/io/file.h"

#include "made_up_results.h"
#include "report/report.h"
#include "support/legibility.h"
#include "support/temporary_folder.h"

namespace akin::app {
namespace {

using nlohmann::ordered_json;
using ::testing::HasSubstr;
using tests::made_up_results;

/// A page in the browser.
struct Shown {
  std::string lang;
  std::string main;
  nlohmann::json console;  // errors and warnings
};

std::size_t count(const std::string& text, const std::string& what) {
  std::size_t found = 0;
  for (std::size_t at = text.find(what); at != text.npos; at = text.find(what, at + 1)) {
    ++found;
  }
  return found;
}

/// Not a matcher, which would print the whole page on failure.
bool has(const std::string& page, const std::string& text) {
  return page.find(text) != page.npos;
}

std::string cut(const std::string& text, const std::string& from, const std::string& to) {
  const std::size_t start = text.find(from);
  return start == text.npos ? "" : text.substr(start, text.find(to, start) - start);
}

class Browser : public testing::Test {
 protected:
  void SetUp() override {
    if (!tests::WebDriver::available()) {
      GTEST_SKIP() << "no chromedriver in PATH, so no page was opened; on Debian: apt-get install "
                      "chromium-driver";
    }
  }

  /// URL of the page of these results.
  std::string address(const ordered_json& results, const std::string& hash) {
    io::write_atomically(folder_.path() / "index.html", report_page(results));
    return fmt::format("file://{}/index.html#{}", folder_.path().string(), hash);
  }
  /// `script` runs once the page is loaded; `options` are those of the browser.
  Shown open(const ordered_json& results, const std::string& hash, const std::string& script = "",
             const std::vector<std::string>& options = {}) {
    tests::WebDriver browser(folder_.path(), options);
    browser.open(address(results, hash));
    browser.run(script);
    return {browser.run("return document.documentElement.lang"),
            browser.run("return document.querySelector('main').outerHTML"), browser.console()};
  }

  tests::TemporaryFolder folder_;
};

TEST_F(Browser, FillsEveryTable) {
  const Shown shown = open(made_up_results(3), "en");
  EXPECT_EQ(shown.console, nlohmann::json::array());
  EXPECT_EQ(shown.lang, "en");
  EXPECT_TRUE(has(shown.main, "Similar, but new? gan, vae, transformer on mnist"));
  EXPECT_EQ(count(shown.main, "<section"), 3 + 9);  // a summary for each model, nine parts
  // Similar, new, both again for anchors, classes, likelihoods, cost, and one for each chart.
  EXPECT_EQ(count(shown.main, "<table"), 7 + 4);
  EXPECT_EQ(count(shown.main, "<td"), count(shown.main, "data-column="));
  EXPECT_EQ(count(shown.main, "\"></td>"), 0);
  // Three seeds and a mean for each model, five anchors.
  EXPECT_EQ(count(shown.main, "class=\"mark "), 3 * 4 + 5);
  // A sheet and its nearest for each seed; five anchors.
  EXPECT_EQ(count(shown.main, "<img src=\"data:image/png;base64,"), 3 * 3 * 2 + 5);
}

/// The same values as in results.md (markdown_test).
TEST_F(Browser, ShowsMeanSpreadAndControl) {
  ordered_json results = made_up_results(3);
  const std::array<double, 3> values = {13, 14, 15};
  for (int seed = 0; seed < 3; ++seed) {
    auto& metric = results["models"][0]["runs"][seed]["evaluation"]["metrics"][0];
    metric["value"] = values.at(seed);
    metric["control"] = 1.75;
  }
  const Shown shown = open(results, "en");
  EXPECT_TRUE(has(shown.main, R"(data-column="gan"><span>14 ± 1<span)"));
  EXPECT_TRUE(has(shown.main, "control 1.75"));
  EXPECT_TRUE(has(shown.main, "86.4 ± 0.4"));
  EXPECT_TRUE(has(shown.main, R"(data-column="nats per image">undefined<)"));
}

TEST_F(Browser, IsInKorean) {
  const Shown shown = open(made_up_results(3), "ko");
  EXPECT_EQ(shown.console, nlohmann::json::array());
  EXPECT_EQ(shown.lang, "ko");
  for (const char* text : {"닮았지만 새로운가?", "프레셰 거리", "기준값", "정의되지 않음",
                           "베끼지 않습니다.", "측정 방법"}) {
    EXPECT_TRUE(has(shown.main, text)) << text;
  }
  for (const char* text : {"Similar", "control", "seed 1", "undefined"}) {
    EXPECT_FALSE(has(shown.main, text)) << text;
  }
}

TEST_F(Browser, ModelsAreShownByTheirTitles) {
  ordered_json results = made_up_results(1);
  results["models"][0]["title"] = {{"en", "A small GAN"}, {"ko", "작은 GAN"}};
  results["likelihoods"][0]["title"] = results["models"][0]["title"];
  const Shown english = open(results, "en");
  EXPECT_TRUE(has(english.main, "A small GAN, vae, transformer on mnist"));
  EXPECT_TRUE(has(english.main, R"(data-column="A small GAN")"));
  EXPECT_FALSE(has(english.main, ">gan<"));
  EXPECT_TRUE(has(open(results, "ko").main, R"(data-column="작은 GAN")"));
}

TEST_F(Browser, TheButtonChangesTheLanguageAndRemembersIt) {
  const std::string click = "document.getElementById('language').click();";
  EXPECT_EQ(open(made_up_results(1), "en", click).lang, "ko");
  EXPECT_EQ(open(made_up_results(1), "").lang, "ko");
}

TEST_F(Browser, IsLegibleAndUsableByKeyboard) {
  tests::WebDriver browser(folder_.path());
  browser.open(address(made_up_results(3), "en"));
  tests::expect_usable_by_keyboard(browser);
  tests::expect_legible(browser, "report");
}

TEST_F(Browser, StartsInTheBrowsersLanguage) {
  EXPECT_EQ(open(made_up_results(1), "", "", {"--lang=ko", "--accept-lang=ko"}).lang, "ko");
}

TEST_F(Browser, ArrowKeysMoveBetweenPoints) {
  const Shown shown = open(made_up_results(3), "en", R"(
    const press = (key) => document.activeElement.dispatchEvent(
      new KeyboardEvent('keydown', {key, bubbles: true}));
    document.querySelector('.mark').focus();
    press('ArrowRight');
    document.querySelector('#curves svg.chart').focus();
    press('Home');
  )");
  EXPECT_EQ(shown.console, nlohmann::json::array());
  const std::string tradeoff = cut(shown.main, "id=\"tradeoff\"", "</section>");
  EXPECT_THAT(cut(tradeoff, "class=\"readout", "</p>"), HasSubstr("gan, seed 1: similar "));
  EXPECT_THAT(cut(cut(shown.main, "id=\"curves\"", "</section>"), "class=\"readout", "</p>"),
              HasSubstr("0 seconds of training: discriminator loss, seed 1 1.4"));
}

TEST_F(Browser, TreatsStringsAsText) {
  const std::string evil = "</script><img src=x onerror=console.error(1)><b>{seed}</b>";
  ordered_json results = made_up_results(1);
  results["models"][0]["name"] = evil;
  results["models"][0]["runs"][0]["evaluation"]["readings"][0]["en"] = evil;
  results["models"][0]["runs"][0]["curves"][0]["name"] = evil;
  results["models"][0]["runs"][0]["sheet"] = "javascript:alert(1)";
  results["data"]["name"] = evil;
  results["command"] = evil;
  const Shown shown = open(results, "en");
  EXPECT_EQ(shown.console, nlohmann::json::array());
  EXPECT_FALSE(has(shown.main, "<img src=\"x\""));
  EXPECT_FALSE(has(shown.main, "javascript:"));
  EXPECT_FALSE(has(shown.main, "<b>"));
  EXPECT_TRUE(has(shown.main, "&lt;/script&gt;&lt;img src=x"));
}

TEST_F(Browser, ShowsPartialResults) {
  ordered_json results = made_up_results(1, false);  // no labels, so no feature extractor; one seed
  results.erase("anchors");
  results.erase("machine");
  results["likelihoods"] = ordered_json::array();
  results["budget"] = {{"kind", "given"}};
  results["models"][0]["runs"][0].erase("curves");
  results["models"][0]["runs"][0].erase("sheet");
  results["models"][1]["runs"][0].erase("evaluation");
  results["models"][2]["runs"][0]["evaluation"]["metrics"][0]["value"] = nullptr;
  const Shown shown = open(results, "en");
  EXPECT_EQ(shown.console, nlohmann::json::array());
  EXPECT_TRUE(has(shown.main, "there is no classifier"));
  EXPECT_TRUE(has(shown.main, "One seed each"));
  EXPECT_TRUE(has(shown.main, "No curves were recorded for gan."));
  EXPECT_TRUE(has(shown.main, "trained beforehand"));
  EXPECT_FALSE(has(shown.main, "id=\"likelihoods\""));
  EXPECT_FALSE(has(shown.main, "id=\"classes\""));
  EXPECT_FALSE(has(shown.main, "NaN"));
  EXPECT_FALSE(has(shown.main, "undefined"));
}

TEST_F(Browser, ShowsEmptyResults) {
  const Shown shown = open({{"format", 1}}, "en");
  EXPECT_EQ(shown.console, nlohmann::json::array());
  EXPECT_TRUE(has(shown.main, "There are no models"));
}

}  // namespace
}  // namespace akin::app
