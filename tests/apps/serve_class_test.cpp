#include <atomic>
#include <chrono>
#include <functional>
#include <map>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "support/memory_growth.h"
#include "support/raw_connection.h"
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
  const auto cast = [&](Browser& voter, bool real) {
    return voter.ask("/api/vote/cast", {{"model", 0}, {"round", before["round"]}, {"real", real}});
  };
  Browser a;
  Browser b;
  cast(a, false);
  cast(b, true);
  EXPECT_EQ(cast(a, true)["votes"], 2);  // changed, not added
  const json after = ask("/api/vote/reveal", {{"model", 0}});
  EXPECT_EQ(after["votes_for_real"], 2);
  EXPECT_EQ(after["score"]["rounds"], 1);
  EXPECT_EQ(after["score"]["class"], after["real"] ? 1 : 0);
  EXPECT_EQ(after["score"]["discriminator"],
            (after["probability"].get<double>() > 0.5) == after["real"].get<bool>() ? 1 : 0);
  expect_error("/api/vote/cast", R"({"model":0,"round":1})", 409, "round that is open");
  expect_error("/api/vote/reveal", R"({"model":0})", 409, "round that is open");
}

TEST_F(ServeClass, AVisitorHasOneVote) {
  Browser browser;
  const json start = ask("/api/vote/start", {{"model", 0}});
  const auto votes = [&] { return ask("/api/vote", {{"model", 0}})["votes"]; };
  const auto body = [&](const std::string& voter) {
    return json({{"model", 0}, {"round", start["round"]}, {"voter", voter}, {"real", true}});
  };
  browser.ask("/api/vote/cast", body("a"));
  browser.get("/");  // a reload
  browser.ask("/api/vote/cast", body("b"));
  EXPECT_EQ(votes(), 1);
  for (int i = 0; i < 50; ++i) {  // without cookies, or with invented ones: an address has one
    const std::string cookie = "akin=" + std::to_string(i);
    const auto cast =
        client().Post("/api/vote/cast",
                      httplib::Headers{{"Cookie", cookie}, {"X-Forwarded-For", std::to_string(i)}},
                      body(cookie).dump(), "application/json");
    EXPECT_EQ(cast->status, 200);
  }
  EXPECT_EQ(votes(), 2);
  ask("/api/vote/reveal", {{"model", 0}});
}

TEST_F(ServeClass, TheAnswerIsToldAtTheReveal) {
  Browser browser;
  const auto told = [&](const json& status) {
    return status.contains("real") || status.contains("probability") ||
           status.contains("votes_for_real");
  };
  const json start = ask("/api/vote/start", {{"model", 0}});
  EXPECT_FALSE(told(start));
  EXPECT_FALSE(told(browser.ask("/api/vote", {{"model", 0}})));
  EXPECT_FALSE(told(
      browser.ask("/api/vote/cast", {{"model", 0}, {"round", start["round"]}, {"real", true}})));
  EXPECT_TRUE(told(ask("/api/vote/reveal", {{"model", 0}})));
  EXPECT_TRUE(told(browser.ask("/api/vote", {{"model", 0}})));
}

TEST_F(ServeClass, OnlyTheInstructorTrainsAndReveals) {
  for (const char* path : {"/api/train", "/api/vote/start", "/api/vote/reveal", "/api/stage"}) {
    for (const std::string& token : {std::string(), std::string("0"), token_ + "0"}) {
      const auto response = client().Post(path, httplib::Headers{{"X-Akin-Token", token}},
                                          R"({"model":0})", "application/json");
      EXPECT_EQ(response->status, 403) << path << " " << token;
      EXPECT_EQ(json::parse(response->body)["code"], "instructor-only");
    }
  }
}

/// The events of one visitor, as they arrive.
class Follower {
 public:
  explicit Follower(const std::string& url) : connection_(port_in(url)) {
    connection_.send("GET /api/events HTTP/1.1\r\nHost: localhost\r\n\r\n");
  }
  /// Waits for an event with this text in it, after those that were waited for.
  bool is_told(const std::string& text) {
    std::size_t found = 0;
    while ((found = seen_.find(text, told_)) == std::string::npos) {
      const std::string more = connection_.receive("\n\n");
      if (more.empty()) {
        return false;
      }
      seen_ += more;
    }
    told_ = found + text.size();
    return true;
  }
  /// What came between two moments.
  [[nodiscard]] std::size_t told() const { return told_; }
  [[nodiscard]] std::string since(std::size_t moment) const {
    return seen_.substr(moment, told_ - moment);
  }

 private:
  RawConnection connection_;
  std::string seen_;
  std::size_t told_ = 0;
};

TEST_F(ServeClass, PagesFollowTheStageAndTheVote) {
  const json stage = ask("/api/stage", {{"chapter", "gan"}, {"state", {{"step", 3}}}});
  EXPECT_EQ(stage["chapter"], "gan");
  EXPECT_EQ(stage["state"], json({{"step", 3}}));
  EXPECT_EQ(json::parse(client().Get("/api/stage")->body), stage);
  Follower follower(url_);
  EXPECT_TRUE(follower.is_told("data: " + json({{"stage", stage}}).dump()));
  EXPECT_TRUE(follower.is_told("data: {\"visitors\":1}"));
  const json changed = ask("/api/stage", {{"chapter", "vae"}});
  EXPECT_EQ(changed["version"], stage["version"].get<int>() + 1);
  EXPECT_EQ(changed["state"], json::object());
  EXPECT_TRUE(follower.is_told(json({{"stage", changed}}).dump()));
  const json vote = ask("/api/vote/start", {{"model", 0}});
  EXPECT_TRUE(follower.is_told("\"votes\":0"));
  const std::size_t asked = follower.told();
  Browser browser;
  browser.ask("/api/vote/cast", {{"model", 0}, {"round", vote["round"]}, {"real", true}});
  EXPECT_TRUE(follower.is_told("\"votes\":1"));
  EXPECT_THAT(follower.since(asked), testing::Not(testing::HasSubstr("\"probability\"")));
  ask("/api/vote/reveal", {{"model", 0}});
  EXPECT_TRUE(follower.is_told("\"probability\""));
}

TEST_F(ServeClass, TheStageIsBounded) {
  expect_error("/api/stage", json({{"chapter", std::string(65, 'a')}}).dump(), 400, "[chapter]");
  expect_error("/api/stage", json({{"state", {{"a", std::string(9000, 'a')}}}}).dump(), 400,
               "[state]");
  expect_error("/api/stage", R"({"state":[1]})", 400, "[state]");
}

TEST_F(ServeClass, SlowsTheVisitorWhoFloodsAlone) {
  const auto refused = [](const httplib::Headers& headers, int requests) {
    httplib::Client client(url_.substr(0, url_.size() - 1));
    client.set_keep_alive(true);
    client.set_tcp_nodelay(true);
    int count = 0;
    for (int i = 0; i < requests; ++i) {
      const auto response = client.Post("/api/vote", headers, "{}", "application/json");
      count += response && response->status == 429 && response->has_header("Retry-After") ? 1 : 0;
    }
    return count;
  };
  const Browser flooding;
  const Browser other;
  EXPECT_GT(refused(flooding.headers(), 1000), 0);
  EXPECT_EQ(refused(other.headers(), 100), 0);
  EXPECT_EQ(refused({}, 100), 0);
  EXPECT_EQ(refused({{"X-Akin-Token", token_}}, 1000), 0);
}

/// A server beside that of the suite.
class OtherServer {
 public:
  OtherServer(const TinyFolder& folder, const Words& options)
      : app_(AppRequest{.words = Words{"serve", "gan", "--threads", "1"} + options,
                        .folder = folder.path()}) {}
  App& app() { return app_; }

 private:
  App app_;
};

TEST_F(ServeClass, APortIsNotShared) {
  OtherServer other(*folder_, {"--port", std::to_string(port_in(url_))});
  EXPECT_THAT(other.app().wait(), Refuses(1, "is taken"));
}

TEST_F(ServeClass, AnswersBehindAReverseProxy) {
  OtherServer other(*folder_, {"--port", "0", "--allow-host", "school.example", "--base-path",
                               "/akin", "--announce", "https://school.example/akin/"});
  const std::string output = output_of(other.app());
  EXPECT_THAT(output, testing::HasSubstr("class:      https://school.example/akin/\n"));
  const std::size_t path = output.find("/akin/#token=");
  ASSERT_NE(path, std::string::npos);
  httplib::Client proxy(output.substr(output.find("http://"), path - output.find("http://")));
  const auto status = [&](const char* from, const httplib::Headers& headers) {
    return proxy.Get(from, headers)->status;
  };
  EXPECT_EQ(status("/akin/api/models", {{"Host", "school.example"}}), 200);
  EXPECT_EQ(status("/api/models", {{"Host", "school.example"}}), 200);
  EXPECT_EQ(status("/akin/api/models", {{"Origin", "https://school.example"}}), 200);
  EXPECT_EQ(status("/akin/", {}), 200);
  EXPECT_EQ(status("/akin/api/models", {{"Host", "other.example"}}), 403);
  EXPECT_EQ(status("/akin/api/models",
                   {{"Host", "other.example"}, {"X-Forwarded-Host", "school.example"}}),
            403);
  EXPECT_EQ(proxy.Get("/akin")->get_header_value("Location"), "/akin/");
  EXPECT_THAT(proxy.Get("/akin/")->get_header_value("Set-Cookie"),
              testing::HasSubstr("; Path=/akin/;"));
  const json models = json::parse(proxy.Get("/akin/api/models")->body);
  EXPECT_EQ(models["address"]["url"], "https://school.example/akin/");
  EXPECT_GE(models["address"]["qr"].size(), 21);
}

TEST_F(ServeClass, IsAddressedByTheNameThatItListensAt) {
  OtherServer other(*folder_, {"--port", "0", "--host", "localhost", "--announce", "192.0.2.7"});
  const std::string output = output_of(other.app());
  EXPECT_THAT(output, testing::HasSubstr("instructor: http://localhost:"));
  EXPECT_THAT(output, testing::HasSubstr("class:      http://192.0.2.7:"));
  EXPECT_THAT(folder_->run({"serve", "gan", "--port", "0", "--base-path", "akin/"}),
              Refuses(2, "--base-path"));
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

TEST_F(ServeClass, RestartsOfATrainingTakeNoMoreMemory) {
  const auto start = [](const char* scenario) {
    ask("/api/train", {{"model", 4}, {"action", "start"}, {"scenario", scenario}});
    EXPECT_TRUE(eventually([] { return ask("/api/training", {{"model", 4}})["step"] > 1; }));
  };
  for (int i = 0; i < 3; ++i) {
    start("gan");
  }
  MemoryGrowth growth(app_->pid());
  for (int i = 0; i < 15; ++i) {
    start("gan");
  }
  EXPECT_LT(growth.end(), MemoryGrowth::allowed);
  ask("/api/train", {{"model", 4}, {"action", "pause"}});
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
