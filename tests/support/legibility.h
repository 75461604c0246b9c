#pragma once

#include <filesystem>
#include <string>

#include <gmock/gmock.h>

#include "akin/io/file.h"
#include "akin/pictures/picture.h"
#include "akin/pictures/picture_files.h"

#include "support/web_driver.h"

namespace akin::tests {

/// Texts whose contrast with what is behind them is below WCAG 2.1 AA (1.4.3): 4.5, or 3 where they
/// are large. Controls that are disabled are exempt.
inline constexpr const char* faint_texts = R"js(
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

/// Notes what is reached by the Tab key and shows it, by an outline or by the colour for it.
inline constexpr const char* note_focus = R"js(
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
inline constexpr const char* usable =
    "[...document.querySelectorAll('button, input, select, textarea, summary, a[href], "
    "[tabindex=\"0\"]')].filter((element) => !element.disabled && element.checkVisibility())";

inline void expect_usable_by_keyboard(WebDriver& browser) {
  browser.run(note_focus);
  const int count = browser.run(std::string("return ") + usable + ".length;");
  browser.press("\uE004", 2 * count + 10);  // what scrolls is a stop of its own
  const nlohmann::json unreached = browser.run(
      std::string("return ") + usable +
      ".filter((element) => !reached.has(element)).map((element) => element.outerHTML);");
  EXPECT_EQ(unreached, nlohmann::json::array());
}

/// In a light and a dark window of a desk and of a phone: texts have contrast, nothing is wider
/// than the window, and the picture, kept as NAME-desk-light.png and so on below screenshots/, has
/// the scheme's brightness in its corner.
inline void expect_legible(WebDriver& browser, const std::string& name) {
  for (const auto& [place, width, height] : {std::tuple{"desk", 1280, 800}, {"phone", 390, 844}}) {
    for (const std::string scheme : {"light", "dark"}) {
      SCOPED_TRACE(name + " " + place + " " + scheme);
      browser.look(width, height, scheme);
      EXPECT_EQ(browser.run(faint_texts), nlohmann::json::array());
      EXPECT_LE(browser.run("return document.documentElement.scrollWidth;"), width);
      const std::filesystem::path path =
          std::filesystem::path("screenshots") / (name + "-" + place + "-" + scheme + ".png");
      std::filesystem::create_directories(path.parent_path());
      io::write_atomically(path, browser.screenshot());
      const pictures::Picture picture = pictures::read_png(path);
      EXPECT_EQ(picture.width(), width);
      EXPECT_EQ(picture.at(1, 1).g > 127, scheme == "light");
    }
  }
}

}  // namespace akin::tests
