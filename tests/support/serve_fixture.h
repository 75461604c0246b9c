#pragma once

#include <chrono>
#include <memory>
#include <string>

#include <gmock/gmock.h>

#include <nlohmann/json.hpp>

#include "akin/base/require.h"
#include "akin/data/text_data.h"
#include "akin/io/base64.h"

#include "support/eventually.h"
#include "support/http.h"
#include "support/tiny_run.h"

namespace akin::tests {

/// One server for all tests of a suite, with four small models and a training slot: 0 a conditional
/// GAN, 1 a VAE, 2 a text Transformer, 3 an image Transformer, 4 the training slot.
class Serve : public testing::Test {
 protected:
  /// An error here fails each test in SetUp(), since CTest reports a failing SetUpTestSuite() as
  /// "skipped".
  static void SetUpTestSuite() {
    try {
      open();
    } catch (const std::exception& error) {
      set_up_error_ = error.what();
    }
  }
  void SetUp() override { ASSERT_EQ(set_up_error_, ""); }

  static void open() {
    folder_ = std::make_unique<TinyFolder>();
    make(tiny_training("gan") + Words{"--conditional"});
    make({"train", "vae", "--data", tiny_data, "--preset", "mlp", "--steps", "3", "--latent-dim",
          "2", "--out", "vae"});
    folder_->write("tales.txt", some_text());
    make({"train", "transformer", "--data", "tales.txt", "--layers", "1", "--heads", "2", "--width",
          "32", "--context", "32", "--steps", "3", "--out", "text"});
    make({"train",      "transformer",  "--data",  tiny_data,  "--pixels", "binary",  "--tokenizer",
          "binary-2x2", "--batch-size", "4",       "--layers", "1",        "--heads", "2",
          "--width",    "32",           "--steps", "3",        "--out",    "pixels"});
    app_ = std::make_unique<App>(
        AppRequest{.words = {"serve", "gan", "vae", "text", "pixels", "--port", "0", "--data",
                             tiny_data, "--threads", "1"},
                   .folder = folder_->path()});
    const std::string output = output_of(*app_);
    const std::size_t http = output.find("http://");
    const std::size_t token = output.find("#token=");
    require(token != std::string::npos, "[tests] expected the server's address, got {}", output);
    url_ = output.substr(http, token - http);
    token_ = output.substr(token + 7, 32);
  }
  /// Text without document ends, so that generation does not stop early.
  static std::string some_text() {
    const data::TextData tales = data::load_text({.data = {"tales"}, .limit = 20000});
    return tokens::whole_text(data::training_text(tales));
  }
  static void make(const Words& words) {
    const AppResult result = folder_->run(words);
    require(result.status == 0, "[tests] expected a run, got {}", result.errors);
  }
  /// What a server prints once it listens.
  static std::string output_of(App& app) {
    while (app.output_so_far().find('\n') == std::string::npos) {
      require(!app.ends_within(std::chrono::milliseconds(10)), "[tests] expected a server, got {}",
              app.errors_so_far());
    }
    return app.output_so_far();
  }
  static void TearDownTestSuite() {
    if (app_ != nullptr) {
      EXPECT_FALSE(app_->ends_within(std::chrono::milliseconds(1))) << app_->errors_so_far();
    }
    app_.reset();
    folder_.reset();
  }

  static httplib::Client client() { return httplib::Client(url_.substr(0, url_.size() - 1)); }
  static httplib::Result post(const std::string& path, const std::string& body) {
    return client().Post(path, httplib::Headers{{"X-Akin-Token", token_}}, body,
                         "application/json");
  }
  static nlohmann::json ask(const std::string& path, const nlohmann::json& body) {
    const auto response = post(path, body.dump());
    EXPECT_TRUE(response && response->status == 200) << (response ? response->body : "no response");
    return response ? nlohmann::json::parse(response->body) : nlohmann::json();
  }
  static void expect_error(const std::string& path, const std::string& body, int status,
                           const std::string& message) {
    const auto response = post(path, body);
    ASSERT_TRUE(response) << body;
    EXPECT_EQ(response->status, status) << body;
    EXPECT_THAT(nlohmann::json::parse(response->body).value("error", ""),
                testing::HasSubstr(message))
        << body;
  }

  /// A visitor's browser: it keeps the cookie of the page.
  class Browser {
   public:
    explicit Browser(const std::string& url = url_) : client_(url.substr(0, url.size() - 1)) {
      const auto page = client_.Get("/");
      require(page && page->status == 200, "[tests] expected a page");
      const std::string cookie = page->get_header_value("Set-Cookie");
      headers_ = {{"Cookie", cookie.substr(0, cookie.find(';'))}};
    }
    httplib::Result get(const std::string& path) { return client_.Get(path, headers_); }
    httplib::Result post(const std::string& path, const nlohmann::json& body) {
      return client_.Post(path, headers_, body.dump(), "application/json");
    }
    nlohmann::json ask(const std::string& path, const nlohmann::json& body) {
      const auto response = post(path, body);
      EXPECT_TRUE(response && response->status == 200)
          << (response ? response->body : "no response");
      return response ? nlohmann::json::parse(response->body) : nlohmann::json();
    }
    [[nodiscard]] const httplib::Headers& headers() const { return headers_; }

   private:
    httplib::Client client_;
    httplib::Headers headers_;
  };

  inline static std::string set_up_error_;
  inline static std::unique_ptr<TinyFolder> folder_;
  inline static std::unique_ptr<App> app_;
  inline static std::string url_;
  inline static std::string token_;
};

inline std::string blank_image() {
  return io::to_base64(std::string(28 * 28, '\0'));
}

}  // namespace akin::tests
