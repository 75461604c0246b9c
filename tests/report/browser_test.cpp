#include <array>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <string>

#include <gmock/gmock.h>

#include <gtest/gtest.h>

#include "akin/io/file.h"

#include "made_up_results.h"
#include "report/page.h"
#include "support/temporary_folder.h"

namespace akin::app {
namespace {

using nlohmann::ordered_json;
using ::testing::HasSubstr;
using tests::made_up_results;

/// A headless Chromium in PATH; empty where there is none.
std::string chromium() {
  for (const char* name : {"chromium", "chromium-browser", "google-chrome"}) {
    if (std::system(fmt::format("command -v {} >/dev/null 2>&1", name).c_str()) == 0) {
      return name;
    }
  }
  return "";
}

/// What a browser made of a page: the document below <main> and what came up on its console.
struct Shown {
  std::string lang;
  std::string main;
  std::string console;
};

std::size_t count(const std::string& text, const std::string& what) {
  std::size_t found = 0;
  for (std::size_t at = text.find(what); at != text.npos; at = text.find(what, at + 1)) {
    ++found;
  }
  return found;
}

/// Not a matcher, which would print the whole page where it fails.
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
    if (chromium().empty()) {
      GTEST_SKIP() << "no Chromium in PATH, so no page was opened; on Debian: apt-get install "
                      "chromium";
    }
  }

  /// `hash`: what follows # in the address; `options`: of the browser; `script` runs at the end.
  Shown open(const ordered_json& results, const std::string& hash, const std::string& script = "",
             const std::string& options = "") {
    std::string page = report_page(results);
    page.insert(page.rfind("</body>"), "<script>" + script + "</script>\n");
    const std::string folder = folder_.path().string();
    io::write_atomically(folder_.path() / "index.html", page);
    const std::string command = fmt::format(
        "cd {0} && HOME={0} timeout 120 {1} --headless --no-sandbox --disable-gpu "
        "--disable-dev-shm-usage --user-data-dir={0}/profile --enable-logging=stderr "
        "--virtual-time-budget=3000 {2} --dump-dom 'file://{0}/index.html#{3}' >dom 2>log",
        folder, chromium(), options, hash);
    EXPECT_EQ(std::system(command.c_str()), 0) << io::read_text(folder_.path() / "log");
    const std::string dom = io::read_text(folder_.path() / "dom");
    const std::string log = io::read_text(folder_.path() / "log");
    return {cut(dom, "<html lang=", ">"), cut(dom, "<main", "</main>"), cut(log, "CONSOLE", "\n")};
  }

  tests::TemporaryFolder folder_;
};

TEST_F(Browser, FillsEveryTable) {
  const Shown shown = open(made_up_results(3), "en");
  EXPECT_EQ(shown.console, "");
  EXPECT_THAT(shown.lang, HasSubstr("\"en\""));
  EXPECT_TRUE(has(shown.main, "Similar, but new? gan, vae, transformer on mnist"));
  EXPECT_EQ(count(shown.main, "<section"), 3 + 9);  // a conclusion for each model, nine parts
  // Similar, new, both again for anchors, classes, likelihoods, cost, and one for each chart.
  EXPECT_EQ(count(shown.main, "<table"), 7 + 4);
  EXPECT_EQ(count(shown.main, "<td"), count(shown.main, "data-column="));
  EXPECT_EQ(count(shown.main, "\"></td>"), 0);
  // Three seeds and a mean for each model, five anchors.
  EXPECT_EQ(count(shown.main, "class=\"mark "), 3 * 4 + 5);
  // A sheet and its nearest for each seed; five anchors.
  EXPECT_EQ(count(shown.main, "<img src=\"data:image/png;base64,"), 3 * 3 * 2 + 5);
}

/// The same means and spreads as in results.md (markdown_test).
TEST_F(Browser, ShowsMeanSpreadAndControl) {
  ordered_json results = made_up_results(3);
  const std::array<double, 3> values = {13, 14, 15};
  for (int seed = 0; seed < 3; ++seed) {
    auto& figure = results["models"][0]["runs"][seed]["evaluation"]["figures"][0];
    figure["value"] = values.at(seed);
    figure["control"] = 1.75;
  }
  const Shown shown = open(results, "en");
  EXPECT_TRUE(has(shown.main, R"(data-column="gan"><span>14 ± 1<span)"));
  EXPECT_TRUE(has(shown.main, "control 1.75"));
  EXPECT_TRUE(has(shown.main, "86.4 ± 0.4"));
  EXPECT_TRUE(has(shown.main, R"(data-column="nats an image">undefined<)"));
}

TEST_F(Browser, SpeaksKorean) {
  const Shown shown = open(made_up_results(3), "ko");
  EXPECT_EQ(shown.console, "");
  EXPECT_THAT(shown.lang, HasSubstr("\"ko\""));
  for (const char* text : {"닮았지만 새로운가?", "프레셰 거리", "기준값", "정의되지 않음",
                           "베끼지 않습니다.", "어떻게 쟀는가"}) {
    EXPECT_TRUE(has(shown.main, text)) << text;
  }
  for (const char* text : {"Similar", "control", "seed 1", "undefined"}) {
    EXPECT_FALSE(has(shown.main, text)) << text;
  }
}

TEST_F(Browser, TheButtonChangesTheLanguageAndRemembersIt) {
  const std::string click = "document.getElementById('language').click();";
  EXPECT_THAT(open(made_up_results(1), "en", click).lang, HasSubstr("\"ko\""));
  EXPECT_THAT(open(made_up_results(1), "").lang, HasSubstr("\"ko\""));
}

TEST_F(Browser, TheBrowsersLanguageIsTheFirst) {
  EXPECT_THAT(open(made_up_results(1), "", "", "--lang=ko --accept-lang=ko").lang,
              HasSubstr("\"ko\""));
}

TEST_F(Browser, ArrowKeysGoFromPointToPoint) {
  const Shown shown = open(made_up_results(3), "en", R"(
    addEventListener('load', () => setTimeout(() => {
      const press = (key) => document.activeElement.dispatchEvent(
        new KeyboardEvent('keydown', {key, bubbles: true}));
      document.querySelector('.mark').focus();
      press('ArrowRight');
      document.querySelector('#curves svg.chart').focus();
      press('Home');
    }, 500)))");
  EXPECT_EQ(shown.console, "");
  const std::string picture = cut(shown.main, "id=\"picture\"", "</section>");
  EXPECT_THAT(cut(picture, "class=\"readout", "</p>"), HasSubstr("gan, seed 1: similar "));
  EXPECT_THAT(cut(cut(shown.main, "id=\"curves\"", "</section>"), "class=\"readout", "</p>"),
              HasSubstr("0 seconds of training: loss of D, seed 1 1.4"));
}

TEST_F(Browser, TakesStringsForText) {
  const std::string evil = "</script><img src=x onerror=console.error(1)><b>{seed}</b>";
  ordered_json results = made_up_results(1);
  results["models"][0]["name"] = evil;
  results["models"][0]["runs"][0]["evaluation"]["readings"][0]["en"] = evil;
  results["models"][0]["runs"][0]["curves"][0]["name"] = evil;
  results["models"][0]["runs"][0]["sheet"] = "javascript:alert(1)";
  results["data"]["name"] = evil;
  results["command"] = evil;
  const Shown shown = open(results, "en");
  EXPECT_EQ(shown.console, "");
  EXPECT_FALSE(has(shown.main, "<img src=\"x\""));
  EXPECT_FALSE(has(shown.main, "javascript:"));
  EXPECT_FALSE(has(shown.main, "<b>"));
  EXPECT_TRUE(has(shown.main, "&lt;/script&gt;&lt;img src=x"));
}

TEST_F(Browser, ShowsWhatThereIs) {
  ordered_json results = made_up_results(1, false);  // no labels, so no judge; one seed
  results.erase("anchors");
  results.erase("machine");
  results["likelihoods"] = ordered_json::array();
  results["budget"] = {{"kind", "given"}};
  results["models"][0]["runs"][0].erase("curves");
  results["models"][0]["runs"][0].erase("sheet");
  results["models"][1]["runs"][0].erase("evaluation");
  results["models"][2]["runs"][0]["evaluation"]["figures"][0]["value"] = nullptr;
  const Shown shown = open(results, "en");
  EXPECT_EQ(shown.console, "");
  EXPECT_TRUE(has(shown.main, "there is no judge"));
  EXPECT_TRUE(has(shown.main, "One seed each"));
  EXPECT_TRUE(has(shown.main, "No curves were recorded of gan."));
  EXPECT_TRUE(has(shown.main, "trained beforehand"));
  EXPECT_FALSE(has(shown.main, "id=\"likelihoods\""));
  EXPECT_FALSE(has(shown.main, "id=\"classes\""));
  EXPECT_FALSE(has(shown.main, "NaN"));
  EXPECT_FALSE(has(shown.main, "undefined"));
}

TEST_F(Browser, ShowsNothingWhereThereIsNothing) {
  const Shown shown = open({{"format", 1}}, "en");
  EXPECT_EQ(shown.console, "");
  EXPECT_TRUE(has(shown.main, "There are no models"));
}

}  // namespace
}  // namespace akin::app
