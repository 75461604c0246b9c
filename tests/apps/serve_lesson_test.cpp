#include <gmock/gmock.h>

#include <nlohmann/json.hpp>

#include "support/http.h"
#include "support/tiny_run.h"

namespace akin::tests {
namespace {

using nlohmann::json;

constexpr auto patience = std::chrono::minutes(5);

/// With a fraction of a second for each run.
const Words lesson_words = {"serve", "--lesson", "--data", tiny_data, "--minutes", "0.1"};

class Server {
 public:
  Server(const TinyFolder& folder, const Words& words)
      : app_(AppRequest{.words = words + Words{"--port", "0", "--threads", "1"},
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
    const json now = lesson();
    for (const json& one : now["chapters"]) {
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
    Server server(folder, lesson_words);
    EXPECT_EQ(server.lesson()["chapters"].size(), 9);
    EXPECT_FALSE(server.chapter("vote")["ready"]);
    EXPECT_TRUE(eventually([&] { return server.chapter("vote")["ready"].get<bool>(); }, patience));
    EXPECT_FALSE(server.is_done());
    server.app().send(SIGTERM);
  }
  const std::string gan = folder.text("lesson/gan/model.safetensors");
  Server server(folder, lesson_words);
  const json chapter = server.chapter("gan");
  EXPECT_TRUE(chapter["ready"]);  // at once
  const json models = server.get("/api/models")["models"];
  EXPECT_EQ(models[chapter["models"][0].get<std::size_t>()]["role"], "gan");
  EXPECT_TRUE(eventually([&] { return server.chapter("vae")["ready"].get<bool>(); }, patience));
  EXPECT_EQ(server.lesson()["progress"]["failed"], json::array()) << server.app().errors_so_far();
  EXPECT_EQ(folder.text("lesson/gan/model.safetensors"), gan);
}

TEST(ServeLesson, InfersTheRolesOfOtherRuns) {
  const TinyFolder folder;
  const Words vae = {"train",           "vae", "--data",  tiny_data, "--encoder-width", "4",
                     "--decoder-width", "4",   "--steps", "1",       "--batch-size",    "4"};
  folder.write(
      "ko.txt",
      "여우는 숲에 살아요. 곰은 꿀을 먹어요. 토끼는 정원에서 뛰어요. 오리는 연못에 살아요.");
  const std::vector<std::pair<std::string, Words>> runs = {
      {"biased", tiny_training("a", 1) + Words{"--skew", "1:0.8"}},
      {"memorising", tiny_training("b", 1) + Words{"--limit", "10"}},
      {"mode-collapse",
       tiny_training("c", 1) + Words{"--lr", "0.05", "--discriminator-lr", "0.0001"}},
      {"vae-2d", vae + Words{"--out", "d", "--latent-dim", "2"}},
      {"few-10", vae + Words{"--out", "e", "--limit", "10"}},
      {"posterior-collapse", vae + Words{"--out", "f", "--beta", "50"}},
      {"text-ko", tiny_transformer("ko.txt") + Words{"--steps", "1", "--out", "g"}},
      {"memorising-text",
       tiny_transformer("ko.txt") + Words{"--steps", "1", "--out", "h", "--limit", "30"}}};
  Words serve = {"serve"};
  for (const auto& [role, words] : runs) {
    ASSERT_THAT(folder.run(words), Succeeds());
    serve.push_back(*(std::find(words.begin(), words.end(), "--out") + 1));
  }
  const Server server(folder, serve);
  const json models = server.get("/api/models")["models"];
  for (std::size_t i = 0; i < runs.size(); ++i) {
    EXPECT_EQ(models[i]["role"], runs[i].first);
  }
  EXPECT_EQ(models[6]["language"], "ko");
  EXPECT_TRUE(server.chapter("faults")["ready"]);
  EXPECT_FALSE(server.chapter("vote")["ready"]);
  EXPECT_EQ(server.chapter("data")["models"].size(), runs.size());
  EXPECT_EQ(server.lesson()["progress"], json());
}

TEST(ServeLesson, GoesOnWhereARunFails) {
  const TinyFolder folder;
  folder.write("lesson/gan/notes.txt", "not a run");
  Server server(folder, lesson_words);
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
