#include "support/legibility.h"
#include "support/serve_fixture.h"

namespace akin::tests {
namespace {

using nlohmann::json;

/// Its own server, on which nobody has voted or trained.
class ServeBrowser : public Serve {};

bool shows(WebDriver& browser, const std::string& text) {
  return browser.comes_true("return document.body.innerText.includes('" + text + "')");
}

void click(WebDriver& browser, const std::string& selector) {
  browser.run("document.querySelector('" + selector + "').click();");
}

void press_key(WebDriver& browser, const std::string& selector, const std::string& key) {
  browser.run("document.querySelector('" + selector +
              "').dispatchEvent(new KeyboardEvent('keydown', {key: '" + key + "'}));");
}

void generate(WebDriver& browser, const std::string& prompt) {
  browser.run("const area = document.querySelector('textarea'); area.value = '" + prompt +
              "'; area.closest('section').querySelector('button').click();");
}

/// A slider changes the samples; a selected sample is compared with its nearest training image.
void explore_samples(WebDriver& browser) {
  browser.run("window.before = () => document.querySelector('canvas').toDataURL();");
  EXPECT_TRUE(browser.comes_true("return document.querySelector('canvas').width > 100"));
  browser.run(
      "window.old = before(); const one = document.querySelector('input[type=range]');"
      "one.value = 3; one.dispatchEvent(new Event('input'));");
  EXPECT_TRUE(browser.comes_true("return before() !== old"));
  press_key(browser, "canvas", "ArrowRight");
  EXPECT_TRUE(shows(browser, "Distance "));
  EXPECT_TRUE(shows(browser, "probability that this is real"));
}

/// A drawing is encoded, its latent vector set as A and B, and replaced by an example's.
void reconstruct(WebDriver& browser) {
  browser.run(
      "const pad = document.querySelector('canvas.pad'); const box = pad.getBoundingClientRect();"
      "pad.setPointerCapture = () => {};"
      "for (const [type, x] of [['pointerdown', 0.3], ['pointermove', 0.7]])"
      "  pad.dispatchEvent(new PointerEvent(type, {clientX: box.left + x * box.width,"
      "    clientY: box.top + 0.5 * box.height, buttons: 1}));");
  EXPECT_TRUE(shows(browser, "raw pixels: 6272 bits"));
  click(browser, ".reconstruction [data-end=\"0\"]");
  click(browser, ".reconstruction [data-end=\"1\"]");
  EXPECT_TRUE(browser.comes_true(
      "return !document.querySelector('.reconstruction input:last-of-type').disabled"));
  press_key(browser, "canvas.map", "ArrowUp");
  EXPECT_TRUE(shows(browser, "z = (0.00, 0.10)"));
  click(browser, ".reconstruction [data-action=example]");
  EXPECT_TRUE(
      browser.comes_true("return [...document.querySelectorAll('.reconstruction "
                         "input')].some((one) => one.value !== '0')"));
}

/// Text is generated from a prompt. Markup in a prompt stays text, also in the note about
/// characters outside the vocabulary.
void generate_text(WebDriver& browser) {
  generate(browser, "<b>x</b>");
  EXPECT_TRUE(shows(browser, "The vocabulary lacks these characters"));
  EXPECT_EQ(browser.run("return document.querySelectorAll('main b').length"), 0);
  generate(browser, "The ");
  EXPECT_TRUE(browser.comes_true("return document.querySelectorAll('.token').length > 0"));
  EXPECT_TRUE(
      browser.comes_true("return document.querySelector('textarea').closest('section')"
                         ".querySelector('button').innerText === 'Generate'"));
  click(browser, "[data-action=attention]");
  EXPECT_TRUE(browser.comes_true("return document.querySelectorAll('canvas.head').length === 2"));
  EXPECT_TRUE(browser.comes_true("return document.querySelectorAll('.token.copied').length > 0"));
  click(browser, ".completion button");  // and image completion
  EXPECT_TRUE(browser.comes_true(
      "return [...document.querySelectorAll('.completion canvas')].at(-1).width === 3 * 28 + 2"));
}

/// The class votes, the instructor reveals.
void vote(WebDriver& browser) {
  click(browser, ".vote [data-action=start]");
  EXPECT_TRUE(browser.comes_true("return !document.querySelector('.vote [data-real]').disabled"));
  click(browser, ".vote [data-real=true]");
  EXPECT_TRUE(shows(browser, "Votes so far: 1"));
  click(browser, ".vote [data-action=reveal]");
  EXPECT_TRUE(shows(browser, "Votes for real: 100 % of 1."));
}

/// A training is started, controlled and paused.
void train(WebDriver& browser) {
  browser.run("document.querySelector('.training [data-scenario=memorising]').focus();");
  click(browser, ".training [data-scenario=memorising]");
  EXPECT_TRUE(shows(browser, "training set has only ten images"));
  // The other panels are unchanged.
  EXPECT_TRUE(browser.comes_true("return document.querySelectorAll('.token').length > 0"));
  EXPECT_EQ(browser.run("return document.activeElement.dataset.scenario"), "memorising");
  EXPECT_TRUE(browser.comes_true("return document.querySelectorAll('.curve').length === 4"));
  browser.run(
      "const rate = document.querySelector('[data-control=lr_factor]');"
      "rate.value = -1; rate.dispatchEvent(new Event('input'));");
  EXPECT_TRUE(shows(browser, "rate × 0.1"));
  click(browser, ".training [data-action=pause]");
  EXPECT_TRUE(shows(browser, "Paused:"));
}

TEST_F(ServeBrowser, ShowsEverythingInABrowser) {
  if (!WebDriver::available()) {
    GTEST_SKIP() << "no chromedriver in PATH, so no page was opened; on Debian: apt-get install "
                    "chromium-driver";
  }
  const TemporaryFolder profile;
  WebDriver browser(profile.path());
  browser.open(url_ + "#en&token=" + token_);
  EXPECT_TRUE(
      browser.comes_true("return document.querySelectorAll('main > section').length === 5"));
  explore_samples(browser);
  reconstruct(browser);
  generate_text(browser);
  vote(browser);
  train(browser);
  expect_usable_by_keyboard(browser);
  expect_legible(browser, "serve-en");
  click(browser, "#language");
  EXPECT_EQ(browser.run("return document.documentElement.lang"), "ko");
  EXPECT_TRUE(shows(browser, "생성자와 판별자의 경쟁"));
  expect_legible(browser, "serve-ko");
  for (const json& line : browser.console()) {
    EXPECT_EQ(line["source"], "network") << line.dump();  // the server error
  }
}

}  // namespace
}  // namespace akin::tests
