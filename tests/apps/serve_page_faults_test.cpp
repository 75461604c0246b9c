#include "support/lesson_page.h"

namespace akin::tests {
namespace {

using nlohmann::json;

/// Faults that a page had, each by its kind.
class PageFaults : public LessonPage {
 protected:
  void write_prompt(const std::string& text) {
    run("const area = document.querySelector('[data-control=prompt]'); area.value = " +
        json(text).dump() + "; area.dispatchEvent(new Event('input', {bubbles: true}));");
  }
};

TEST_F(PageFaults, AnyPromptIsContinued) {
  show("chapter=transformer&en");
  for (const std::string prompt : {"In 2025,", "옛날 옛적에", "안녕하세요! 오늘은", "“quoted”",
                                   "🙂🙃", "<b>x</b>", "", "\\n\\t "}) {
    SCOPED_TRACE(prompt);
    write_prompt(prompt);
    EXPECT_TRUE(
        becomes("document.querySelector('[data-control=prompt]').value === " + json(prompt).dump() +
                " && !document.querySelector('button.bar').disabled"));
    EXPECT_EQ(run("return document.getElementById('error').textContent"), "");
    click("[data-action=one_token]");
  }
  EXPECT_EQ(run("return document.querySelectorAll('main b').length"), 0);
  write_prompt("옛날");
  EXPECT_TRUE(says("does not know these characters"));
  run("window.long = 'word '.repeat(5000); const area = "
      "document.querySelector('[data-control=prompt]');"
      "area.value = long; area.dispatchEvent(new Event('input', {bubbles: true}));");
  EXPECT_TRUE(becomes("document.querySelectorAll('.token.prompt').length > 20"));
  EXPECT_EQ(run("return document.getElementById('error').textContent"), "");
}

TEST_F(PageFaults, ErrorsAreSentencesOfThePagesLanguage) {
  show("chapter=gan&ko");
  EXPECT_TRUE(becomes("document.querySelectorAll('.verdict:not([hidden])').length === 32"));
  break_off("/api/");
  click("[data-action=new_samples]");
  EXPECT_TRUE(says("서버가 응답하지 않습니다."));
  EXPECT_EQ(run("return say.errorKey({code: 'never-heard-of'})"), "error_failed");
  EXPECT_EQ(
      run("return /[a-z]{4,}/.test(document.getElementById('error').textContent.replace('akin "
          "serve', ''))"),
      false);
}

TEST_F(PageFaults, LiveTrainingIsInThePagesLanguage) {
  show_as_instructor("chapter=transformer&view=live&ko");
  EXPECT_EQ(run("return document.querySelectorAll('[data-action=start]').length"), 1);
  click("[data-action=start]");
  EXPECT_TRUE(says("한국어 Transformer"));
  EXPECT_TRUE(becomes("document.querySelector('.live-text') !== null"));
  // Another experiment says what it replaces.
  show_as_instructor("chapter=gan&view=live&en");
  EXPECT_TRUE(says("ends “Transformer in Korean”"));
  // One scale, with names, for both curves.
  click("[data-action=start]");
  EXPECT_TRUE(becomes("document.querySelectorAll('.axis-chart .line').length === 2"));
  EXPECT_TRUE(says("D(real)"));
  EXPECT_TRUE(says("training step"));
  EXPECT_TRUE(says("0.5: cannot tell"));
  click("[data-action=pause]");
  EXPECT_TRUE(says("paused at step"));
  // What was saved can be shown.
  click("[data-action=save]");
  EXPECT_TRUE(says("akin serve "));
}

TEST_F(PageFaults, WhatIsStaleSaysSo) {
  show("chapter=vae&en");
  EXPECT_TRUE(
      becomes("document.querySelector('.pad').dataset.empty === 'false' && "
              "!document.querySelector('.restored-figure.stale')"));
  hold("/api/encode");
  browser_->drag(".pad", {{0.3, 0.5}, {0.7, 0.5}});
  EXPECT_TRUE(
      becomes("document.querySelector('.restored-figure.stale')?.dataset.note === "
              "'belongs to the previous input'"));
  show("chapter=transformer&view=attention&en");
  EXPECT_TRUE(becomes("document.querySelectorAll('.arc-token').length > 5"));
  hold("/api/head");
  write_prompt("Another text");
  EXPECT_TRUE(becomes("document.querySelector('figure.stale') !== null"));
}

TEST_F(PageFaults, TheChosenSampleIsMarkedAndOfThisGrid) {
  show("chapter=novelty&en");
  EXPECT_TRUE(becomes("document.querySelectorAll('.tile:disabled').length === 0"));
  click(".tile:nth-child(4)");
  EXPECT_TRUE(becomes(
      "document.querySelector('.tile:nth-child(4)').getAttribute('aria-pressed') === 'true'"));
  EXPECT_TRUE(is_at("sample=3"));
  EXPECT_TRUE(says("this sample"));
  hold("/api/nearest");
  click("[data-action=new_samples]");
  EXPECT_TRUE(becomes("document.querySelector('.pair')?.getAttribute('aria-busy') === 'true'"));
  EXPECT_EQ(run("return document.querySelector('.pair').dataset.note"), "working …");
  EXPECT_TRUE(is_at("sample=0"));
  EXPECT_EQ(run("return document.querySelectorAll('.tile[aria-pressed=true]').length"), 1);
}

TEST_F(PageFaults, DrawingsAreCentred) {
  show("chapter=vae&en");
  EXPECT_TRUE(becomes("document.querySelector('.pad').dataset.empty === 'false'"));
  click("[data-action=clear]");
  browser_->drag(".pad", {{0.1, 0.1}, {0.2, 0.3}});
  const json centre = run(R"js(
    const canvas = document.querySelector('.seen');
    const {data} = canvas.getContext('2d').getImageData(0, 0, 28, 28);
    let [mass, x, y] = [0, 0, 0];
    for (let i = 0; i < 784; ++i) { mass += data[4 * i]; x += data[4 * i] * (i % 28); y += data[4 * i] * Math.floor(i / 28); }
    return [x / mass, y / mass];)js");
  EXPECT_NEAR(centre[0].get<double>(), 13.5, 0.7);
  EXPECT_NEAR(centre[1].get<double>(), 13.5, 0.7);
  // A finger on the map or the pad draws; it does not scroll.
  for (const char* selector : {".plane", ".pad"}) {
    EXPECT_EQ(run("return getComputedStyle(document.querySelector('" + std::string(selector) +
                  "')).touchAction"),
              "none");
  }
}

TEST_F(PageFaults, AVisitorVotesOnce) {
  show_as_instructor("chapter=vote&en");
  click("[data-action=start]");
  click("[data-real=true]");
  EXPECT_TRUE(says("1 vote so far"));
  run("location.reload();");
  click("[data-real=false]");
  EXPECT_TRUE(becomes(
      "document.querySelector('[data-real=false]').getAttribute('aria-pressed') === 'true'"));
  EXPECT_TRUE(says("1 vote so far"));
  click("[data-action=reveal]");
  EXPECT_TRUE(says("The Discriminator said"));
  EXPECT_TRUE(says("fake: 1"));
}

/// Near one half the percentage shows on which side it is.
TEST_F(PageFaults, APercentageSaysOnWhichSideItIs) {
  show("chapter=vote&en");
  run("window.fetch = async () => new Response(JSON.stringify({round: 1, open: false, image: null, "
      "votes: 2,"
      "votes_for_real: 1, real: true, probability: 0.5004, score: {rounds: 1, class: 0, "
      "discriminator: 1}}));"
      "lesson.go('gan'); lesson.go('vote');");
  EXPECT_TRUE(says("real (50.04 %)"));
  EXPECT_TRUE(says("The class is undecided"));
  EXPECT_TRUE(says("After 1 round:"));
}

}  // namespace
}  // namespace akin::tests
