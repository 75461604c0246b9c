#include "support/lesson_page.h"

namespace akin::tests {
namespace {

using nlohmann::json;

/// Each has its own server, on which nobody has voted or trained.
class LessonInABrowser : public LessonPage {};

/// What is true of every view of every chapter, in one language.
void expect_each_view_fits(WebDriver& browser, const std::string& url,
                           const std::string& language) {
  const json views = browser.run(
      "return chapters.ids.flatMap((id) => chapters.views(id).map((view) => [id, view]));");
  for (const json& view : views) {
    const std::string chapter = view[0];
    const std::string name = view[1];
    SCOPED_TRACE(chapter + " " + name + " " + language);
    browser.open("about:blank");
    browser.emulate(1920, 1080, "light");
    browser.open(fmt::format("{}#chapter={}&view={}&{}", url, chapter, name, language));
    EXPECT_TRUE(browser.comes_true("return document.body.dataset.chapter === '" + chapter + "'"));
    EXPECT_TRUE(browser.comes_true("return document.querySelector('[aria-busy]') === null"));
    EXPECT_EQ(browser.run("return document.documentElement.scrollHeight"), 1080);
    EXPECT_EQ(browser.run("return document.documentElement.lang"), language);
    EXPECT_LT(browser.run("return shifted").get<double>(), 0.02);
    EXPECT_EQ(browser.run("return document.getElementById('error').textContent"), "");
    EXPECT_EQ(browser.run("return document.querySelectorAll('h1').length"), 1);
    // Everything that is drawn is described or passed over by screen readers, or is in a button.
    EXPECT_EQ(
        browser.run("return [...document.querySelectorAll('canvas, img, svg')].filter((one) => "
                    "one.checkVisibility() && !one.closest('[aria-hidden=true], button') && "
                    "!one.getAttribute('aria-label') "
                    "&& !one.getAttribute('alt')).map((one) => one.outerHTML.slice(0, 90))"),
        json::array());
    EXPECT_EQ(
        browser.run(
            "return [...document.querySelectorAll('input, select, textarea')].filter((one) => "
            "!one.labels.length).map((one) => one.outerHTML)"),
        json::array());
    EXPECT_EQ(
        browser.run("return [...document.querySelectorAll('input[type=range]')].filter((one) => "
                    "!one.getAttribute('aria-valuetext')).map((one) => one.outerHTML)"),
        json::array());
    EXPECT_EQ(browser.run(
                  "return [...document.querySelectorAll('button, select, input')].filter((one) => "
                  "one.checkVisibility() && Math.min(one.offsetWidth, one.offsetHeight) < 24)"
                  ".map((one) => one.outerHTML)"),
              json::array());
    if (name == browser.run("return chapters.views('" + chapter + "')[0]")) {
      expect_legible(browser, "lesson-" + chapter + "-" + language);
    }
  }
}

TEST_F(LessonInABrowser, EachChapterFitsTheScreenInBothLanguages) {
  for (const std::string language : {"en", "ko"}) {
    show(language);
    expect_each_view_fits(*browser_, url_, language);
  }
  EXPECT_EQ(browser_->console(), json::array());
  EXPECT_THAT(app_->errors_so_far(), testing::Not(testing::HasSubstr("/api/")));
}

TEST_F(LessonInABrowser, EachComponentOpensAlone) {
  show("component=wall");
  const json names = run("return Object.keys(catalogue.components)");
  EXPECT_GE(names.size(), 14U);
  for (const std::string name : names) {
    SCOPED_TRACE(name);
    show("component=" + name + "&en");
    EXPECT_TRUE(says("Component: " + name));
    EXPECT_TRUE(
        becomes("document.querySelector('#stage').firstElementChild.getBoundingClientRect()"
                ".height > 15"));
    EXPECT_EQ(run(low_contrast_texts), json::array());
  }
  show("component=class-counts&en");
  EXPECT_TRUE(says("classes: 1, 0, 0; none: 1"));  // noise is no digit
  EXPECT_EQ(browser_->console(), json::array());
}

TEST_F(LessonInABrowser, SaysEverythingInBothLanguages) {
  show("en");
  EXPECT_EQ(run("return Object.keys(wordsEnglish).filter((key) => !wordsKorean[key])"),
            json::array());
  EXPECT_EQ(run("return Object.keys(wordsKorean).filter((key) => !wordsEnglish[key])"),
            json::array());
  EXPECT_EQ(run("const values = (text) => [...new Set([...text.matchAll(/\\{(\\w+)/g)].map((one) "
                "=> one[1]))]"
                ".sort().join(); return Object.keys(wordsEnglish).filter((key) => "
                "values(wordsEnglish[key]) !== values(wordsKorean[key]))"),
            json::array());
  EXPECT_EQ(run("return say.text('speed_value', {n: 1})"), "1 token a second");
  EXPECT_EQ(run("return say.text('speed_value', {n: 2})"), "2 tokens a second");
  click("[data-action=language]");
  EXPECT_TRUE(says("무엇을 보고 배울까요?"));
  EXPECT_EQ(run("return document.documentElement.lang"), "ko");
}

TEST_F(LessonInABrowser, IsUsableByKeyboardAlone) {
  show("chapter=data&en");
  press(arrow_right);
  EXPECT_TRUE(is_at("chapter=gan"));
  EXPECT_TRUE(becomes("document.querySelectorAll('.verdict:not([hidden])').length === 32"));
  press("3");
  EXPECT_TRUE(is_at("class=3"));
  press(" ");
  EXPECT_TRUE(is_at("seed="));
  press(arrow_right);
  EXPECT_TRUE(is_at("chapter=vae"));
  press(arrow_left);
  EXPECT_TRUE(is_at("chapter=gan"));
  for (const char* chapter : {"gan", "vae", "transformer", "novelty", "vote"}) {
    SCOPED_TRACE(chapter);
    show(std::string("chapter=") + chapter + "&en");
    EXPECT_TRUE(becomes("document.querySelector('[aria-busy]') === null"));
    expect_usable_by_keyboard(*browser_);
  }
  // Arrow keys on the pad move its pen; space puts it down.
  show("chapter=vae&en");
  EXPECT_TRUE(becomes("document.querySelector('.pad').dataset.empty === 'false'"));
  run("document.querySelector('[data-action=clear]').click(); "
      "document.querySelector('.pad').focus();");
  EXPECT_TRUE(becomes("document.querySelector('.pad').dataset.empty === 'true'"));
  press(" ");
  press(arrow_down);
  EXPECT_TRUE(becomes("document.querySelector('.pad').dataset.empty === 'false'"));
  EXPECT_TRUE(is_at("chapter=vae"));
  show("chapter=transformer&view=attention&en");
  EXPECT_TRUE(becomes("document.querySelectorAll('.arc-token').length > 5"));
  run("document.querySelector('.arcs').focus();");
  press(arrow_left);
  EXPECT_TRUE(
      becomes("document.getElementById('announcement').textContent.includes('attends to')"));
  run("document.querySelector('.skip').focus();");
  browser_->press("\uE007");
  EXPECT_EQ(run("return document.activeElement.id"), "stage");
  EXPECT_TRUE(is_at("chapter=transformer"));
}

/// The class follows the instructor; who looks around comes back by one touch.
TEST_F(LessonInABrowser, TheClassFollowsTheInstructor) {
  show("en");
  const json present = {{"chapter", "novelty"}, {"state", {{"seed", 7}}}};
  ask("/api/stage", present);
  EXPECT_TRUE(is_at("chapter=novelty"));
  EXPECT_TRUE(is_at("seed=7"));
  EXPECT_TRUE(says("Following"));
  click("[data-go=vote]");
  EXPECT_TRUE(says("Back to the class"));
  ask("/api/stage", {{"chapter", "gan"}, {"state", json::object()}});
  EXPECT_TRUE(becomes(
      "document.querySelector('[data-action=follow]').textContent === 'Back to the class'"));
  EXPECT_TRUE(is_at("chapter=vote"));
  click("[data-action=follow]");
  EXPECT_TRUE(is_at("chapter=gan"));
  EXPECT_TRUE(says("Following"));
}

/// What the instructor shows is sent; the token is in no address that can be shared.
TEST_F(LessonInABrowser, TheInstructorPresents) {
  show_as_instructor("chapter=gan&class=3&en");
  EXPECT_TRUE(says("Presenting"));
  EXPECT_EQ(run("return location.hash.includes('token')"), false);
  EXPECT_TRUE(eventually(
      [&] {
        const auto stage = client().Get("/api/stage");
        const json shown = json::parse(stage->body);
        return shown.value("chapter", "") == "gan" && shown["state"].value("class", -1) == 3;
      },
      std::chrono::seconds(10)));
  click("[data-go=vae]");
  EXPECT_TRUE(eventually(
      [&] { return json::parse(client().Get("/api/stage")->body).value("chapter", "") == "vae"; },
      std::chrono::seconds(10)));
  click("[data-action=follow]");
  EXPECT_TRUE(says("Present"));
}

}  // namespace
}  // namespace akin::tests
