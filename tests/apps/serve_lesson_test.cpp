#include <gmock/gmock.h>

#include <nlohmann/json.hpp>

#include "support/http.h"
#include "support/tiny_run.h"

namespace akin::tests {
namespace {

using nlohmann::json;

constexpr auto patience = std::chrono::minutes(5);

/// `akin serve --lesson` on the tiny images, with a fraction of a second for each run.
class LessonServer {
 public:
  explicit LessonServer(const TinyFolder& folder, const Words& more = {})
      : app_(AppRequest{.words = Words{"serve", "--lesson", "--data", tiny_data, "--minutes", "0.1",
                                       "--port", "0", "--threads", "1"} +
                                 more,
                        .folder = folder.path(),
                        .environment = {{"https_proxy", "http://127.0.0.1:9"}}}) {
    while (app_.output_so_far().find('\n') == std::string::npos) {
      require(!app_.ends_within(std::chrono::milliseconds(10)), "[tests] expected a server, got {}",
              app_.errors_so_far());
    }
    const std::string output = app_.output_so_far();
    const std::size_t http = output.find("http://");
    url_ = output.substr(http, output.find("/#token=") - http);
  }

  [[nodiscard]] json get(const std::string& path) const {
    const auto response = httplib::Client(url_).Get(path);
    require(response && response->status == 200, "[tests] expected {}, got none", path);
    return json::parse(response->body);
  }
  [[nodiscard]] json lesson() const { return get("/api/lesson"); }
  [[nodiscard]] json chapter(const std::string& id) const {
    for (const json& one : lesson()["chapters"]) {
      if (one["id"] == id) {
        return one;
      }
    }
    return {};
  }
  [[nodiscard]] bool is_done() const {
    const json progress = lesson()["progress"];
    return progress["done"] == progress["total"];
  }
  App& app() { return app_; }

 private:
  App app_;
  std::string url_;
};

TEST(ServeLesson, TrainsItsModelsAndContinuesWhereItWasStopped) {
  const TinyFolder folder;
  {
    LessonServer server(folder);
    EXPECT_EQ(server.lesson()["chapters"].size(), 9);
    EXPECT_FALSE(server.chapter("vote")["ready"]);
    EXPECT_TRUE(eventually([&] { return server.chapter("vote")["ready"].get<bool>(); }, patience));
    EXPECT_FALSE(server.is_done());
    server.app().send(SIGTERM);
  }
  const std::string gan = folder.text("lesson/gan/model.safetensors");
  LessonServer server(folder);
  const json chapter = server.chapter("gan");
  EXPECT_TRUE(chapter["ready"]);  // at once
  const json models = server.get("/api/models")["models"];
  EXPECT_EQ(models[chapter["models"][0].get<std::size_t>()]["role"], "gan");
  EXPECT_TRUE(eventually([&] { return server.is_done(); }, patience));
  EXPECT_EQ(server.lesson()["progress"]["failed"], json::array()) << server.app().errors_so_far();
  for (const json& one : server.lesson()["chapters"]) {
    EXPECT_TRUE(one["ready"]) << one;
  }
  EXPECT_EQ(folder.text("lesson/gan/model.safetensors"), gan);
}

TEST(ServeLesson, GoesOnWhereARunFails) {
  const TinyFolder folder;
  folder.write("lesson/gan/notes.txt", "not a run");
  LessonServer server(folder);
  EXPECT_TRUE(eventually([&] { return server.chapter("vae")["ready"].get<bool>(); }, patience));
  EXPECT_EQ(server.lesson()["progress"]["failed"], json({"gan"}));
  EXPECT_THAT(server.app().errors_so_far(), testing::HasSubstr("gan could not be trained"));
}

TEST(ServeLesson, RefusesAFolderWithOtherData) {
  const TinyFolder folder;
  EXPECT_THAT(folder.run(tiny_training("lesson/gan")), Succeeds());
  EXPECT_THAT(folder.run({"serve", "--lesson", "--data", "digits", "--port", "0"}),
              Refuses(2, "[--data]"));
}

}  // namespace
}  // namespace akin::tests
