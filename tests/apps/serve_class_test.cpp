#include <atomic>
#include <chrono>
#include <functional>
#include <map>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "support/serve_fixture.h"

namespace akin::tests {
namespace {

using nlohmann::json;

/// Its own server, since these tests change its models.
class ServeClass : public Serve {};

TEST_F(ServeClass, KeepsTheScoreOfVotes) {
  EXPECT_EQ(ask("/api/vote", {{"model", 0}})["round"], 0);
  const json before = ask("/api/vote/start", {{"model", 0}});
  EXPECT_TRUE(before["open"]);
  EXPECT_FALSE(before.contains("real"));
  const auto cast = [&](const std::string& voter, bool real) {
    return ask("/api/vote/cast",
               {{"model", 0}, {"round", before["round"]}, {"voter", voter}, {"real", real}});
  };
  cast("a", false);
  cast("b", true);
  EXPECT_EQ(cast("a", true)["votes"], 2);  // changed, not added
  const json after = ask("/api/vote/reveal", {{"model", 0}});
  EXPECT_EQ(after["votes_for_real"], 2);
  EXPECT_EQ(after["score"]["rounds"], 1);
  EXPECT_EQ(after["score"]["class"], after["real"] ? 1 : 0);
  EXPECT_EQ(after["score"]["discriminator"],
            (after["probability"].get<double>() > 0.5) == after["real"].get<bool>() ? 1 : 0);
  expect_error("/api/vote/cast", R"({"model":0,"round":1,"voter":"c"})", 409, "round that is open");
  expect_error("/api/vote/reveal", R"({"model":0})", 409, "round that is open");
}

TEST_F(ServeClass, OnlyTheInstructorTrainsAndReveals) {
  for (const char* path : {"/api/train", "/api/vote/start", "/api/vote/reveal"}) {
    for (const std::string& token : {std::string(), std::string("0"), token_ + "0"}) {
      const auto response = client().Post(path, httplib::Headers{{"X-Akin-Token", token}},
                                          R"({"model":0})", "application/json");
      EXPECT_EQ(response->status, 403) << path << " " << token;
    }
  }
}

TEST_F(ServeClass, LimitsTheRequestsOfEachClient) {
  App app(AppRequest{.words = {"serve", "gan", "--host", "0.0.0.0", "--port", "0"},
                     .folder = folder_->path()});
  const std::string output = output_of(app);
  const std::size_t line = output.find("class:      http://");
  if (line == std::string::npos) {
    GTEST_SKIP() << "this machine has no network address, so no other client was simulated";
  }
  std::string url = output.substr(line + 12);
  url.resize(url.rfind('/'));
  httplib::Client other(url);
  other.set_keep_alive(true);
  other.set_tcp_nodelay(true);
  const json models = json::parse(other.Get("/api/models")->body);
  EXPECT_EQ(models["address"]["url"], url + "/");
  EXPECT_GE(models["address"]["qr"].size(), 21);
  const auto rejected = [&](const httplib::Headers& headers) {
    int count = 0;
    for (int i = 0; i < 300; ++i) {
      const auto response = other.Post("/api/vote", headers, "{}", "application/json");
      count += response && response->status == 429 && response->has_header("Retry-After") ? 1 : 0;
    }
    return count;
  };
  const std::size_t token = output.find("#token=") + 7;
  EXPECT_EQ(rejected({{"X-Akin-Token", output.substr(token, 32)}}), 0);
  EXPECT_GT(rejected({}), 0);
}

TEST_F(ServeClass, LiveTrainingEqualsTheTrainCommand) {
  const auto train = [](json body) {
    body["model"] = 4;
    return ask("/api/train", body);
  };
  const auto status = [] { return ask("/api/training", {{"model", 4}}); };
  json state;
  const auto becomes = [&](const std::function<bool()>& holds) {
    return eventually([&] {
      state = status();
      return holds();
    });
  };
  EXPECT_EQ(status()["state"], "none");
  expect_error("/api/train", R"({"model":4,"action":"start","scenario":"gun"})", 400, "gan");
  expect_error("/api/train", R"({"model":0,"action":"start","scenario":"gan"})", 400,
               "training slot");
  expect_error("/api/train", R"({"model":4,"action":"resume"})", 409, "started");
  train({{"action", "start"}, {"scenario", "gan"}});
  std::atomic<bool> done = false;
  std::thread observer([&] {  // samples the model all the time
    while (!done) {
      ask("/api/samples", {{"model", 4}, {"count", 64}});
    }
  });
  EXPECT_TRUE(becomes([&] { return state["step"] > 3; })) << state;
  train({{"action", "pause"}});
  EXPECT_TRUE(becomes([&] { return state["state"] == "paused"; })) << state;
  const std::int64_t step = state["step"].get<std::int64_t>() + 1;
  train({{"action", "step"}});
  EXPECT_TRUE(becomes([&] { return state["step"] == step; })) << state;
  EXPECT_EQ(state["curves"]["steps"].size(), step);
  EXPECT_EQ(io::from_base64(state["images"].get<std::string>(), "test").size(), 40 * 28 * 28);
  const std::string saved = train({{"action", "save"}})["saved"];
  done = true;
  observer.join();
  ASSERT_THAT(folder_->run({"train", "gan", "--data", tiny_data, "--steps", std::to_string(step),
                            "--schedule", "constant", "--threads", "1", "--out", "command"}),
              Succeeds());
  EXPECT_EQ(folder_->text(saved + "/model.safetensors"),
            folder_->text("command/model.safetensors"));
  train({{"action", "set"}, {"lr_factor", 0.5}, {"discriminator_steps", 2}, {"delay_ms", 10}});
  EXPECT_EQ(status()["controls"],
            json({{"lr_factor", 0.5}, {"discriminator_steps", 2}, {"delay_ms", 10}}));
  // Another scenario replaces the training and its model.
  train({{"action", "start"}, {"scenario", "posterior-collapse"}});
  EXPECT_EQ(json::parse(client().Get("/api/models")->body)["models"][4]["family"], "vae");
}

/// Fewer clients than may wait for a model, so every request is answered, and correctly.
TEST_F(ServeClass, AnswersAWholeClassAtOnce) {
  constexpr int students = 50;
  const auto body = [](int seed) { return json({{"model", 0}, {"seed", seed}}); };
  std::vector<json> expected;
  for (int i = 0; i < students; ++i) {
    expected.push_back(ask("/api/samples", body(i)));
  }
  std::mutex mutex;
  std::map<std::string, int> outcomes;
  std::vector<std::thread> threads;
  for (int i = 0; i < students; ++i) {
    threads.emplace_back([&, i] {
      for (int k = 0; k < 5; ++k) {
        const auto response = post("/api/samples", body(i).dump());
        const std::string outcome =
            !response                 ? to_string(response.error())
            : response->status != 200 ? std::to_string(response->status)
            : json::parse(response->body) != expected[static_cast<std::size_t>(i)] ? "wrong images"
                                                                                   : "correct";
        const std::lock_guard lock(mutex);
        ++outcomes[outcome];
      }
    });
  }
  for (auto& thread : threads) {
    thread.join();
  }
  EXPECT_EQ(outcomes, (std::map<std::string, int>{{"correct", 5 * students}}));
}

}  // namespace
}  // namespace akin::tests
