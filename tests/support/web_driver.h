#pragma once

#include <cstdlib>
#include <filesystem>
#include <optional>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "akin/base/require.h"
#include "akin/io/base64.h"
#include "akin/io/file.h"

#include "support/http.h"

namespace akin::tests {

/// A headless Chromium that does what a visitor does, through its driver (W3C WebDriver).
class WebDriver {
 public:
  static bool available() { return std::system("command -v chromedriver >/dev/null 2>&1") == 0; }

  /// `folder`: for its profile; `options`: of the browser.
  explicit WebDriver(std::filesystem::path folder, const std::vector<std::string>& options = {})
      : folder_(std::move(folder)), client_("127.0.0.1", start()) {
    client_.set_read_timeout(60);
    std::vector<std::string> words = {"--headless=new",
                                      "--no-sandbox",
                                      "--disable-gpu",
                                      "--disable-dev-shm-usage",
                                      "--hide-scrollbars",
                                      "--window-size=1200,900",
                                      fmt::format("--user-data-dir={}/profile", folder_.string())};
    words.insert(words.end(), options.begin(), options.end());
    const nlohmann::json wish = {{"capabilities",
                                  {{"alwaysMatch",
                                    {{"goog:chromeOptions", {{"args", words}}},
                                     {"goog:loggingPrefs", {{"browser", "ALL"}}}}}}}};
    session_ = ask("/session", wish)["sessionId"];
  }
  ~WebDriver() {
    client_.Delete("/session/" + session_);
    kill_driver();
  }
  WebDriver(const WebDriver&) = delete;
  WebDriver& operator=(const WebDriver&) = delete;

  void open(const std::string& url) { of_session("url", {{"url", url}}); }
  /// The value that `script` returns.
  nlohmann::json run(const std::string& script) {
    return of_session("execute/sync", {{"script", script}, {"args", nlohmann::json::array()}});
  }
  /// Whether `script` returns something true within ten seconds.
  bool comes_true(const std::string& script) {
    for (int i = 0; i < 100; ++i) {
      if (run(script) == nlohmann::json(true)) {
        return true;
      }
      std::this_thread::sleep_for(std::chrono::milliseconds(100));
    }
    return false;
  }
  /// From now on as in a window of this size, where "light" or "dark" is preferred.
  void look(int width, int height, const std::string& scheme) {
    command("Emulation.setDeviceMetricsOverride",
            {{"width", width}, {"height", height}, {"deviceScaleFactor", 1}, {"mobile", false}});
    command("Emulation.setEmulatedMedia",
            {{"features", {{{"name", "prefers-color-scheme"}, {"value", scheme}}}}});
  }
  /// PNG of the whole page, however long.
  std::string screenshot() {
    return io::from_base64(
        command("Page.captureScreenshot", {{"captureBeyondViewport", true}})["data"]
            .get<std::string>(),
        "screenshot");
  }
  /// Presses the key with this code of W3C WebDriver so many times.
  void press(const std::string& key, int times = 1) {
    nlohmann::json strokes = nlohmann::json::array();
    for (int i = 0; i < times; ++i) {
      strokes.push_back({{"type", "keyDown"}, {"value", key}});
      strokes.push_back({{"type", "keyUp"}, {"value", key}});
    }
    of_session("actions", {{"actions", {{{"type", "key"}, {"id", "keys"}, {"actions", strokes}}}}});
  }
  /// Errors and warnings on the page's console.
  nlohmann::json console() { return of_session("se/log", {{"type", "browser"}}); }

 private:
  /// Of Chromium's own protocol.
  nlohmann::json command(const std::string& name, const nlohmann::json& params) {
    return of_session("goog/cdp/execute", {{"cmd", name}, {"params", params}});
  }
  nlohmann::json of_session(const std::string& what, const nlohmann::json& body) {
    return ask("/session/" + session_ + "/" + what, body);
  }
  nlohmann::json ask(const std::string& path, const nlohmann::json& body) {
    const auto answer = client_.Post(path, body.dump(), "application/json");
    require(answer && answer->status == 200, "[tests] expected the driver to do {}, got {}", path,
            answer ? answer->body : "no answer");
    return nlohmann::json::parse(answer->body)["value"];
  }

  /// The port on which a driver of our own listens. One that says none for
  /// fifteen seconds is started again.
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
    require(std::system(command.c_str()) == 0, "[tests] expected chromedriver to start");
    const std::string before = "successfully on port ";
    for (int i = 0; i < 150; ++i) {
      std::this_thread::sleep_for(std::chrono::milliseconds(100));
      const std::string log = io::read_text(folder_ / "driver.log");
      const std::size_t found = log.find(before);
      if (found != std::string::npos) {
        return std::stoi(log.substr(found + before.size()));
      }
    }
    kill_driver();
    return std::nullopt;
  }

  void kill_driver() const {
    (void)std::system(fmt::format("kill $(cat {}/driver.pid)", folder_.string()).c_str());
  }

  std::filesystem::path folder_;
  httplib::Client client_;
  std::string session_;
};

}  // namespace akin::tests
