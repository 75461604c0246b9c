#include "support/serve_fixture.h"
#include "support/web_driver.h"

namespace akin::tests {
namespace {

using nlohmann::json;

/// A server of its own, at which nobody has voted or trained.
class ServeBrowser : public Serve {};

TEST_F(ServeBrowser, ShowsEverythingInABrowser) {
  if (!WebDriver::available()) {
    GTEST_SKIP() << "no chromedriver in PATH, so no page was opened; on Debian: apt-get install "
                    "chromium-driver";
  }
  const TemporaryFolder profile;
  WebDriver browser(profile.path(), 1200, 900);
  browser.open(url_ + "#en&token=" + token_);
  EXPECT_TRUE(
      browser.comes_true("return document.querySelectorAll('main > section').length === 5"));
  // A slider moves the wall.
  browser.run("window.before = () => document.querySelector('canvas').toDataURL();");
  EXPECT_TRUE(browser.comes_true("return document.querySelector('canvas').width > 100"));
  browser.run(
      "window.old = before(); const one = document.querySelector('input[type=range]');"
      "one.value = 3; one.dispatchEvent(new Event('input'));");
  EXPECT_TRUE(browser.comes_true("return before() !== old"));
  // A sample is chosen by keyboard, and held against the training images.
  browser.run(
      "document.querySelector('canvas').dispatchEvent("
      "new KeyboardEvent('keydown', {key: 'ArrowRight'}));");
  EXPECT_TRUE(browser.comes_true("return document.body.innerText.includes('Distance ')"));
  EXPECT_TRUE(
      browser.comes_true("return document.body.innerText.includes('The discriminator gives')"));
  // A drawing becomes numbers.
  browser.run(
      "const pad = document.querySelector('canvas.pad'); const box = pad.getBoundingClientRect();"
      "pad.setPointerCapture = () => {};"
      "for (const [type, x] of [['pointerdown', 0.3], ['pointermove', 0.7]])"
      "  pad.dispatchEvent(new PointerEvent(type, {clientX: box.left + x * box.width,"
      "    clientY: box.top + 0.5 * box.height, buttons: 1}));");
  EXPECT_TRUE(
      browser.comes_true("return document.body.innerText.includes(' bits instead of 6272')"));
  browser.run(
      "const kept = (place) => document.querySelector(`.codes [data-place='${place}']`).click();"
      "kept(0); kept(1);");
  EXPECT_TRUE(
      browser.comes_true("return !document.querySelector('.codes input:last-of-type').disabled"));
  browser.run(
      "document.querySelector('canvas.map').dispatchEvent("
      "new KeyboardEvent('keydown', {key: 'ArrowUp'}));");
  EXPECT_TRUE(browser.comes_true("return document.body.innerText.includes('at (0.00, 0.10)')"));
  browser.run("document.querySelector('.codes [data-action=example]').click();");
  EXPECT_TRUE(browser.comes_true(
      "return [...document.querySelectorAll('.codes input')].some((one) => one.value !== '0')"));
  // A prompt is continued; markup in one stays text, here in the refusal of a character never seen.
  const auto write = [&](const std::string& prompt) {
    browser.run("const area = document.querySelector('textarea'); area.value = '" + prompt +
                "'; area.closest('section').querySelector('button').click();");
  };
  write("The ");
  EXPECT_TRUE(browser.comes_true("return document.querySelectorAll('.token').length > 0"));
  EXPECT_TRUE(
      browser.comes_true("return document.querySelector('textarea').closest('section')"
                         ".querySelector('button').innerText === 'Go on writing'"));
  browser.run("document.querySelector('[data-action=attention]').click();");
  EXPECT_TRUE(browser.comes_true("return document.querySelectorAll('canvas.head').length === 2"));
  EXPECT_TRUE(browser.comes_true("return document.querySelectorAll('.token.copied').length > 0"));
  write("<b>x</b>");
  EXPECT_TRUE(browser.comes_true("return document.body.innerText.includes('The server says')"));
  EXPECT_EQ(browser.run("return document.querySelectorAll('main b').length"), 0);
  // The class votes, the instructor reveals.
  const auto press = [&](const std::string& selector) {
    browser.run("document.querySelector('" + selector + "').click();");
  };
  press(".votes [data-action=ask]");
  EXPECT_TRUE(browser.comes_true("return !document.querySelector('.votes [data-real]').disabled"));
  press(".votes [data-real=true]");
  EXPECT_TRUE(browser.comes_true("return document.body.innerText.includes('Votes so far: 1')"));
  press(".votes [data-action=reveal]");
  EXPECT_TRUE(browser.comes_true("return document.body.innerText.includes('100 % of 1 votes')"));
  // A drawing goes on.
  press(".completion button");
  EXPECT_TRUE(browser.comes_true(
      "return [...document.querySelectorAll('.completion canvas')].at(-1).width === 3 * 28 + 2"));
  // A training is started, steered and paused.
  press(".training [data-scene=memorising]");
  EXPECT_TRUE(
      browser.comes_true("return document.body.innerText.includes('only ten images to learn')"));
  EXPECT_TRUE(browser.comes_true("return document.querySelectorAll('.curve').length === 4"));
  browser.run(
      "const rate = document.querySelector('[data-control=lr]');"
      "rate.value = -1; rate.dispatchEvent(new Event('input'));");
  EXPECT_TRUE(browser.comes_true("return document.body.innerText.includes('rate × 0.1')"));
  press(".training [data-action=pause]");
  EXPECT_TRUE(browser.comes_true("return document.body.innerText.includes('Paused:')"));
  browser.run("document.getElementById('language').click();");
  EXPECT_EQ(browser.run("return document.documentElement.lang"), "ko");
  EXPECT_TRUE(
      browser.comes_true("return document.body.innerText.includes('두 신경망이 서로 경쟁한다')"));
  for (const json& line : browser.console()) {
    EXPECT_EQ(line["source"], "network") << line.dump();  // the refusal
  }
}

}  // namespace
}  // namespace akin::tests
