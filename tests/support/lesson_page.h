#pragma once

#include <string>

#include "support/legibility.h"
#include "support/serve_fixture.h"

namespace akin::tests {

/// The page of a server with four small models, in a browser.
class LessonPage : public Serve {
 protected:
  void SetUp() override {
    Serve::SetUp();
    if (!WebDriver::available()) {
      GTEST_SKIP() << "no chromedriver in PATH, so no page was opened; on Debian: apt-get install "
                      "chromium-driver";
    }
    browser_ = std::make_unique<WebDriver>(profile_.path());
    browser_->before_each_page(watch);
    browser_->emulate(1920, 1080, "light");
  }

  /// Opens the page with this state, as the instructor or as a visitor, and waits for the chapter.
  void show(const std::string& state) {
    browser_->open("about:blank");
    browser_->open(url_ + "#" + state);
    EXPECT_TRUE(browser_->comes_true("return document.getElementById('title').textContent !== ''"))
        << state;
  }
  void show_as_instructor(const std::string& state) { show(state + "&token=" + token_); }
  nlohmann::json run(const std::string& script) { return browser_->run(script); }
  void click(const std::string& selector) {
    EXPECT_TRUE(browser_->comes_true("return document.querySelector('" + selector +
                                     "')?.disabled === false"))
        << selector;
    browser_->click(selector);
  }
  void press(const std::string& key) { browser_->press(key); }
  testing::AssertionResult becomes(const std::string& condition) {
    if (browser_->comes_true("return " + condition)) {
      return testing::AssertionSuccess();
    }
    return testing::AssertionFailure()
           << condition << " in: " << run("return document.body.innerText.slice(0, 600)").dump();
  }
  testing::AssertionResult says(const std::string& text) {
    return becomes("document.body.innerText.includes('" + text + "')");
  }
  testing::AssertionResult is_at(const std::string& state) {
    return becomes("location.hash.includes('" + state + "')");
  }
  /// Requests whose address contains `part` wait for as long as the page is open.
  void hold(const std::string& part) { run("window.held = '" + part + "';"); }
  /// Requests whose address contains `part` fail, as without a network.
  void break_off(const std::string& part) { run("window.broken = '" + part + "';"); }

  static constexpr const char* arrow_right = "\uE014";
  static constexpr const char* arrow_left = "\uE012";
  static constexpr const char* arrow_down = "\uE015";

  /// Sums up unexpected layout shifts; lets a test hold requests or make them fail.
  static constexpr const char* watch = R"js(
    window.shifted = 0;
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) window.shifted += entry.hadRecentInput ? 0 : entry.value;
    }).observe({type: 'layout-shift', buffered: true});
    const send = window.fetch;
    window.fetch = (path, options) => window.held && String(path).includes(window.held) ? new Promise(() => {}) :
      window.broken && String(path).includes(window.broken) ? Promise.reject(new TypeError()) : send(path, options);
  )js";

  TemporaryFolder profile_;
  std::unique_ptr<WebDriver> browser_;
};

}  // namespace akin::tests
