#include "support/legibility.h"
#include "support/serve_fixture.h"

namespace akin::tests {
namespace {

using nlohmann::json;

/// A server of its own, at which nobody has voted or trained.
class ServeBrowser : public Serve {};

bool says(WebDriver& browser, const std::string& words) {
  return browser.comes_true("return document.body.innerText.includes('" + words + "')");
}

void click(WebDriver& browser, const std::string& selector) {
  browser.run("document.querySelector('" + selector + "').click();");
}

void press_key(WebDriver& browser, const std::string& selector, const std::string& key) {
  browser.run("document.querySelector('" + selector +
              "').dispatchEvent(new KeyboardEvent('keydown', {key: '" + key + "'}));");
}

void write(WebDriver& browser, const std::string& prompt) {
  browser.run("const area = document.querySelector('textarea'); area.value = '" + prompt +
              "'; area.closest('section').querySelector('button').click();");
}

/// A slider moves the wall; a sample is held against the training images.
void move_the_wall(WebDriver& browser) {
  browser.run("window.before = () => document.querySelector('canvas').toDataURL();");
  EXPECT_TRUE(browser.comes_true("return document.querySelector('canvas').width > 100"));
  browser.run(
      "window.old = before(); const one = document.querySelector('input[type=range]');"
      "one.value = 3; one.dispatchEvent(new Event('input'));");
  EXPECT_TRUE(browser.comes_true("return before() !== old"));
  press_key(browser, "canvas", "ArrowRight");
  EXPECT_TRUE(says(browser, "Distance "));
  EXPECT_TRUE(says(browser, "The discriminator gives"));
}

/// A drawing becomes numbers, which are kept, mapped and replaced by an example's.
void draw(WebDriver& browser) {
  browser.run(
      "const pad = document.querySelector('canvas.pad'); const box = pad.getBoundingClientRect();"
      "pad.setPointerCapture = () => {};"
      "for (const [type, x] of [['pointerdown', 0.3], ['pointermove', 0.7]])"
      "  pad.dispatchEvent(new PointerEvent(type, {clientX: box.left + x * box.width,"
      "    clientY: box.top + 0.5 * box.height, buttons: 1}));");
  EXPECT_TRUE(says(browser, " bits instead of 6272"));
  click(browser, ".codes [data-place=\"0\"]");
  click(browser, ".codes [data-place=\"1\"]");
  EXPECT_TRUE(
      browser.comes_true("return !document.querySelector('.codes input:last-of-type').disabled"));
  press_key(browser, "canvas.map", "ArrowUp");
  EXPECT_TRUE(says(browser, "at (0.00, 0.10)"));
  click(browser, ".codes [data-action=example]");
  EXPECT_TRUE(browser.comes_true(
      "return [...document.querySelectorAll('.codes input')].some((one) => one.value !== '0')"));
}

/// A prompt is continued; markup in one stays text, here in the refusal of a character never seen.
void go_on_writing(WebDriver& browser) {
  write(browser, "<b>x</b>");
  EXPECT_TRUE(says(browser, "The server says"));
  EXPECT_EQ(browser.run("return document.querySelectorAll('main b').length"), 0);
  write(browser, "The ");
  EXPECT_TRUE(browser.comes_true("return document.querySelectorAll('.token').length > 0"));
  EXPECT_TRUE(
      browser.comes_true("return document.querySelector('textarea').closest('section')"
                         ".querySelector('button').innerText === 'Go on writing'"));
  click(browser, "[data-action=attention]");
  EXPECT_TRUE(browser.comes_true("return document.querySelectorAll('canvas.head').length === 2"));
  EXPECT_TRUE(browser.comes_true("return document.querySelectorAll('.token.copied').length > 0"));
  click(browser, ".completion button");  // and of images
  EXPECT_TRUE(browser.comes_true(
      "return [...document.querySelectorAll('.completion canvas')].at(-1).width === 3 * 28 + 2"));
}

/// The class votes, the instructor reveals.
void vote(WebDriver& browser) {
  click(browser, ".votes [data-action=ask]");
  EXPECT_TRUE(browser.comes_true("return !document.querySelector('.votes [data-real]').disabled"));
  click(browser, ".votes [data-real=true]");
  EXPECT_TRUE(says(browser, "Votes so far: 1"));
  click(browser, ".votes [data-action=reveal]");
  EXPECT_TRUE(says(browser, "Votes for real: 100 % of 1."));
}

/// A training is started, steered and paused.
void train(WebDriver& browser) {
  browser.run("document.querySelector('.training [data-scene=memorising]').focus();");
  click(browser, ".training [data-scene=memorising]");
  EXPECT_TRUE(says(browser, "only ten images to learn"));
  // What was made elsewhere on the page is still there.
  EXPECT_TRUE(browser.comes_true("return document.querySelectorAll('.token').length > 0"));
  EXPECT_EQ(browser.run("return document.activeElement.dataset.scene"), "memorising");
  EXPECT_TRUE(browser.comes_true("return document.querySelectorAll('.curve').length === 4"));
  browser.run(
      "const rate = document.querySelector('[data-control=lr]');"
      "rate.value = -1; rate.dispatchEvent(new Event('input'));");
  EXPECT_TRUE(says(browser, "rate × 0.1"));
  click(browser, ".training [data-action=pause]");
  EXPECT_TRUE(says(browser, "Paused:"));
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
  move_the_wall(browser);
  draw(browser);
  go_on_writing(browser);
  vote(browser);
  train(browser);
  expect_usable_by_keyboard(browser);
  expect_legible(browser, "serve-en");
  click(browser, "#language");
  EXPECT_EQ(browser.run("return document.documentElement.lang"), "ko");
  EXPECT_TRUE(says(browser, "두 신경망이 서로 경쟁한다"));
  expect_legible(browser, "serve-ko");
  for (const json& line : browser.console()) {
    EXPECT_EQ(line["source"], "network") << line.dump();  // the refusal
  }
}

}  // namespace
}  // namespace akin::tests
