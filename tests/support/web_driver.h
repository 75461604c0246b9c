#pragma once

#include <cstdlib>
#include <filesystem>
#include <string>
#include <thread>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "akin/base/require.h"

#include "support/http.h"

namespace akin::tests {

/// A headless Chromium that does what a visitor does, through its driver (W3C WebDriver).
class WebDriver {
 public:
  static bool available() { return std::system("command -v chromedriver >/dev/null 2>&1") == 0; }

  /// `folder`: for its profile.
  WebDriver(const std::filesystem::path& folder, int width, int height) {
    const std::string start = fmt::format(
        "HOME={0} chromedriver --port={1} >{0}/driver.log 2>&1 & echo $! >{0}/driver.pid",
        folder.string(), port);
    require(std::system(start.c_str()) == 0, "[tests] expected chromedriver to start");
    folder_ = folder;
    client_.set_read_timeout(60);
    const nlohmann::json options = {
        {"args",
         {"--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage",
          fmt::format("--window-size={},{}", width, height),
          fmt::format("--user-data-dir={}/profile", folder.string())}}};
    const nlohmann::json wish = {
        {"capabilities",
         {{"alwaysMatch",
           {{"goog:chromeOptions", options}, {"goog:loggingPrefs", {{"browser", "ALL"}}}}}}}};
    for (int i = 0; i < 100 && session_.empty(); ++i) {
      std::this_thread::sleep_for(std::chrono::milliseconds(100));
      if (const auto answer = client_.Post("/session", wish.dump(), "application/json")) {
        session_ = nlohmann::json::parse(answer->body)["value"].value("sessionId", "");
      }
    }
    require(!session_.empty(), "[tests] expected a session of chromedriver");
  }
  ~WebDriver() {
    client_.Delete("/session/" + session_);
    (void)std::system(fmt::format("kill $(cat {}/driver.pid)", folder_.string()).c_str());
  }
  WebDriver(const WebDriver&) = delete;
  WebDriver& operator=(const WebDriver&) = delete;

  void open(const std::string& url) { ask("url", {{"url", url}}); }
  /// The value that `script` returns.
  nlohmann::json run(const std::string& script) {
    return ask("execute/sync", {{"script", script}, {"args", nlohmann::json::array()}});
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
  /// Errors and warnings on the page's console.
  nlohmann::json console() { return ask("se/log", {{"type", "browser"}}); }

 private:
  nlohmann::json ask(const std::string& what, const nlohmann::json& body) {
    const auto answer =
        client_.Post("/session/" + session_ + "/" + what, body.dump(), "application/json");
    require(answer && answer->status == 200, "[tests] expected the driver to do {}, got {}", what,
            answer ? answer->body : "no answer");
    return nlohmann::json::parse(answer->body)["value"];
  }

  static constexpr int port = 9517;
  std::filesystem::path folder_;
  httplib::Client client_{"127.0.0.1", port};
  std::string session_;
};

}  // namespace akin::tests
