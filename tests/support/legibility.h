#pragma once

#include <filesystem>
#include <string>

#include <gmock/gmock.h>

#include "akin/io/file.h"
#include "akin/pictures/picture.h"
#include "akin/pictures/picture_files.h"

#include "support/web_driver.h"

namespace akin::tests {

/// Texts with a contrast below WCAG 2.1 AA (1.4.3): 4.5, or 3 for large text. Disabled controls are
/// exempt.
inline constexpr const char* low_contrast_texts = R"js(
  const pen = Object.assign(document.createElement('canvas'), {width: 1, height: 1})
    .getContext('2d', {willReadFrequently: true});
  const paint = (colour) => { pen.fillStyle = colour; pen.fillRect(0, 0, 1, 1); };
  const luminance = () => {
    const [r, g, b] = [...pen.getImageData(0, 0, 1, 1).data.slice(0, 3)].map((byte) => byte / 255)
      .map((part) => part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4);
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const contrast = (element) => {
    const line = [];
    for (let at = element; at; at = at.parentElement) line.unshift(at);
    paint('white');
    for (const at of line) paint(getComputedStyle(at).backgroundColor);
    const behind = luminance();
    pen.globalAlpha = line.reduce((all, at) => all * getComputedStyle(at).opacity, 1);
    const style = getComputedStyle(element);
    paint(element.namespaceURI.endsWith('svg') ? style.fill : style.color);
    pen.globalAlpha = 1;
    const [dark, light] = [behind, luminance()].sort((a, b) => a - b);
    return (light + 0.05) / (dark + 0.05);
  };
  const enough = ({fontSize, fontWeight}) =>
    parseFloat(fontSize) >= (fontWeight >= 700 ? 18.66 : 24) ? 3 : 4.5;
  const hasText = (element) => ['SELECT', 'TEXTAREA'].includes(element.tagName) ||
    [...element.childNodes].some((node) => node.nodeType === 3 && node.data.trim() !== '');
  return [...document.querySelectorAll('body *')]
    .filter((element) => !['SCRIPT', 'STYLE', 'NOSCRIPT'].includes(element.tagName))
    .filter((element) => element.checkVisibility() && hasText(element))
    .filter((element) => !element.closest(':disabled'))
    .map((element) => [element, contrast(element)])
    .filter(([element, ratio]) => ratio < enough(getComputedStyle(element)))
    .map(([element, ratio]) =>
      `${element.outerHTML.slice(0, 80)}: ${ratio.toFixed(2)}`);
)js";

/// Records the elements that get the focus visibly, by an outline or the focus colour.
inline constexpr const char* record_focus = R"js(
  const probe = document.body.appendChild(document.createElement('i'));
  probe.style.color = 'var(--focus)';
  const colour = getComputedStyle(probe).color;
  probe.remove();
  const shows = (style) => style.stroke === colour ||
    style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2;
  window.reached = new Set();
  document.addEventListener('focusin', ({target}) => {
    if ([target, ...target.querySelectorAll('*')].some((part) => shows(getComputedStyle(part))))
      window.reached.add(target);
  });
  document.activeElement.blur();
)js";
inline constexpr const char* focusable =
    "[...document.querySelectorAll('button, input, select, textarea, summary, a[href], "
    "[tabindex=\"0\"]')].filter((element) => !element.disabled && element.tabIndex >= 0 && "
    "element.checkVisibility())";

inline void expect_usable_by_keyboard(WebDriver& browser) {
  browser.run(record_focus);
  const int count = browser.run(std::string("return ") + focusable + ".length;");
  browser.press("\uE004", 2 * count + 10);  // scrollable elements are focusable too
  const nlohmann::json unreached = browser.run(
      std::string("return ") + focusable +
      ".filter((element) => !reached.has(element)).map((element) => element.outerHTML);");
  EXPECT_EQ(unreached, nlohmann::json::array());
}

/// In light and dark windows of a desktop and a phone: all text has contrast, nothing is wider than
/// the window, and the corner of the screenshot, saved as screenshots/NAME-desktop-light.png and so
/// on, has the scheme's brightness.
inline void expect_legible(WebDriver& browser, const std::string& name) {
  for (const auto& [device, width, height] :
       {std::tuple{"projector", 1920, 1080}, {"desktop", 1280, 800}, {"phone", 390, 844}}) {
    for (const std::string scheme : {"light", "dark"}) {
      SCOPED_TRACE(name + " " + device + " " + scheme);
      browser.emulate(width, height, scheme);
      EXPECT_EQ(browser.run(low_contrast_texts), nlohmann::json::array());
      EXPECT_LE(browser.run("return document.documentElement.scrollWidth;"), width);
      const std::filesystem::path path =
          std::filesystem::path("screenshots") / (name + "-" + device + "-" + scheme + ".png");
      std::filesystem::create_directories(path.parent_path());
      io::write_atomically(path, browser.screenshot());
      const pictures::Picture picture = pictures::read_png(path);
      EXPECT_EQ(picture.width(), width);
      EXPECT_EQ(picture.at(1, 1).g > 127, scheme == "light");
    }
  }
}

}  // namespace akin::tests
