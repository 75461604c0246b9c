#pragma once

#include <cstdlib>
#include <filesystem>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "akin/base/require.h"
#include "akin/io/base64.h"
#include "akin/io/file.h"

#include "support/eventually.h"
#include "support/http.h"

namespace akin::tests {

/// A headless Chromium, controlled through chromedriver (W3C WebDriver).
class WebDriver {
 public:
  static bool available() { return std::system("command -v chromedriver >/dev/null 2>&1") == 0; }

  /// `folder` holds the profile and the log; `options` are command line options of the browser.
  explicit WebDriver(std::filesystem::path folder, const std::vector<std::string>& options = {})
      : folder_(std::move(folder)), client_("127.0.0.1", start()) {
    client_.set_read_timeout(60);
    std::vector<std::string> arguments = {
        "--headless=new",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-dev-shm-usage",
        "--hide-scrollbars",
        "--window-size=1200,900",
        fmt::format("--user-data-dir={}/profile", folder_.string())};
    arguments.insert(arguments.end(), options.begin(), options.end());
    const nlohmann::json capabilities = {{"capabilities",
                                          {{"alwaysMatch",
                                            {{"goog:chromeOptions", {{"args", arguments}}},
                                             {"goog:loggingPrefs", {{"browser", "ALL"}}}}}}}};
    session_ = post("/session", capabilities)["sessionId"];
  }
  ~WebDriver() {
    client_.Delete("/session/" + session_);
    kill_driver();
  }
  WebDriver(const WebDriver&) = delete;
  WebDriver& operator=(const WebDriver&) = delete;

  void open(const std::string& url) { in_session("url", {{"url", url}}); }
  /// The value that `script` returns.
  nlohmann::json run(const std::string& script) {
    return in_session("execute/sync", {{"script", script}, {"args", nlohmann::json::array()}});
  }
  /// Runs `script` in every page that is opened from now on, before its own scripts.
  void before_each_page(const std::string& script) {
    command("Page.addScriptToEvaluateOnNewDocument", {{"source", script}});
  }
  /// Whether `script` returns something true within twenty seconds.
  bool comes_true(const std::string& script) {
    return eventually([&] { return run(script) == nlohmann::json(true); },
                      std::chrono::seconds(20));
  }
  /// Emulates a window of this size and a preference for "light" or "dark".
  void emulate(int width, int height, const std::string& scheme) {
    command("Emulation.setDeviceMetricsOverride",
            {{"width", width}, {"height", height}, {"deviceScaleFactor", 1}, {"mobile", false}});
    command("Emulation.setEmulatedMedia",
            {{"features", {{{"name", "prefers-color-scheme"}, {"value", scheme}}}}});
  }
  /// PNG of the whole page.
  std::string screenshot() {
    return io::from_base64(
        command("Page.captureScreenshot", {{"captureBeyondViewport", true}})["data"]
            .get<std::string>(),
        "screenshot");
  }
  /// Presses a key, by its W3C WebDriver code.
  void press(const std::string& key, int times = 1) {
    nlohmann::json strokes = nlohmann::json::array();
    for (int i = 0; i < times; ++i) {
      strokes.push_back({{"type", "keyDown"}, {"value", key}});
      strokes.push_back({{"type", "keyUp"}, {"value", key}});
    }
    in_session("actions", {{"actions", {{{"type", "key"}, {"id", "keys"}, {"actions", strokes}}}}});
  }
  /// Types text, one key for each character.
  void type(const std::vector<std::string>& keys) {
    nlohmann::json strokes = nlohmann::json::array();
    for (const std::string& key : keys) {
      strokes.push_back({{"type", "keyDown"}, {"value", key}});
      strokes.push_back({{"type", "keyUp"}, {"value", key}});
    }
    in_session("actions", {{"actions", {{{"type", "key"}, {"id", "keys"}, {"actions", strokes}}}}});
  }
  /// A place within the first element that a CSS selector finds, as shares of its width and height.
  struct Place {
    double x = 0.5;
    double y = 0.5;
  };
  /// Presses the pointer at the first place, moves it to the others and releases it.
  void drag(const std::string& selector, const std::vector<Place>& places) {
    const nlohmann::json box = run("const one = document.querySelector('" + selector +
                                   "'); one.scrollIntoView({block: 'center'});"
                                   "const box = one.getBoundingClientRect();"
                                   "return [box.left, box.top, box.width, box.height];");
    nlohmann::json moves = nlohmann::json::array();
    for (const Place& place : places) {
      const auto at = [&](int from, double share) {
        return static_cast<int>(box[static_cast<std::size_t>(from)].get<double>() +
                                share * box[static_cast<std::size_t>(from + 2)].get<double>());
      };
      moves.push_back({{"type", "pointerMove"},
                       {"duration", 20},
                       {"x", at(0, place.x)},
                       {"y", at(1, place.y)}});
      if (moves.size() == 1) {
        moves.push_back({{"type", "pointerDown"}, {"button", 0}});
      }
    }
    moves.push_back({{"type", "pointerUp"}, {"button", 0}});
    in_session("actions",
               {{"actions", {{{"type", "pointer"}, {"id", "mouse"}, {"actions", moves}}}}});
  }
  void click(const std::string& selector) { drag(selector, {{}}); }
  /// Errors and warnings in the page's console.
  nlohmann::json console() { return in_session("se/log", {{"type", "browser"}}); }

 private:
  /// A command of the Chrome DevTools Protocol.
  nlohmann::json command(const std::string& name, const nlohmann::json& params) {
    return in_session("goog/cdp/execute", {{"cmd", name}, {"params", params}});
  }
  nlohmann::json in_session(const std::string& what, const nlohmann::json& body) {
    return post("/session/" + session_ + "/" + what, body);
  }
  nlohmann::json post(const std::string& path, const nlohmann::json& body) {
    const auto response = client_.Post(path, body.dump(), "application/json");
    require(response && response->status == 200, "[tests] expected chromedriver to do {}, got {}",
            path, response ? response->body : "no response");
    return nlohmann::json::parse(response->body)["value"];
  }

  /// Starts chromedriver and returns its port. If it reports none within fifteen seconds, it is
  /// started again.
  int start() const {
    constexpr int tries = 3;
    for (int i = 0; i < tries; ++i) {
      if (const auto port = started()) {
        return *port;
      }
    }
    fail("[tests] expected chromedriver to start, got {}", io::read_text(folder_ / "driver.log"));
  }

  std::optional<int> started() const {
    const std::string command =
        fmt::format("HOME={0} chromedriver --port=0 >{0}/driver.log 2>&1 & echo $! >{0}/driver.pid",
                    folder_.string());
    const std::filesystem::path path = folder_ / "driver.log";
    std::filesystem::remove(path);  // of an earlier driver
    require(std::system(command.c_str()) == 0, "[tests] expected chromedriver to start");
    const std::string before = "successfully on port ";
    std::optional<int> port;
    const auto has_port = [&] {
      const std::string log = std::filesystem::exists(path) ? io::read_text(path) : "";
      const std::size_t found = log.find(before);
      if (found != std::string::npos) {
        port = std::stoi(log.substr(found + before.size()));
      }
      return port.has_value();
    };
    if (!eventually(has_port, std::chrono::seconds(15))) {
      kill_driver();
    }
    return port;
  }

  void kill_driver() const {
    (void)std::system(fmt::format("kill $(cat {}/driver.pid)", folder_.string()).c_str());
  }

  std::filesystem::path folder_;
  httplib::Client client_;
  std::string session_;
};

}  // namespace akin::tests
