#include <atomic>
#include <functional>
#include <thread>

#include "support/serve_fixture.h"

namespace akin::tests {
namespace {

using nlohmann::json;

/// A server of its own, since these tests change what it shows.
class ServeClass : public Serve {};

TEST_F(ServeClass, KeepsTheScoreOfVotes) {
  EXPECT_EQ(ask("/api/votes", {{"exhibit", 0}})["round"], 0);
  const json before = ask("/api/ask", {{"exhibit", 0}});
  EXPECT_TRUE(before["open"]);
  EXPECT_FALSE(before.contains("real"));
  const auto cast = [&](const std::string& voter, bool real) {
    return ask("/api/cast",
               {{"exhibit", 0}, {"round", before["round"]}, {"voter", voter}, {"real", real}});
  };
  cast("a", false);
  cast("b", true);
  EXPECT_EQ(cast("a", true)["votes"], 2);  // changed, not added
  const json after = ask("/api/reveal", {{"exhibit", 0}});
  EXPECT_EQ(after["votes_for_real"], 2);
  EXPECT_EQ(after["score"]["rounds"], 1);
  EXPECT_EQ(after["score"]["class"], after["real"] ? 1 : 0);
  EXPECT_EQ(after["score"]["discriminator"],
            (after["discriminator"].get<double>() > 0.5) == after["real"].get<bool>() ? 1 : 0);
  expect_refused("/api/cast", R"({"exhibit":0,"round":1,"voter":"c"})", 409, "round that is open");
  expect_refused("/api/reveal", R"({"exhibit":0})", 409, "round that is open");
}

TEST_F(ServeClass, OnlyTheInstructorTrainsAndReveals) {
  for (const char* path : {"/api/train", "/api/ask", "/api/reveal"}) {
    for (const std::string& token : {std::string(), std::string("0"), token_ + "0"}) {
      const auto answer = client().Post(path, httplib::Headers{{"X-Akin-Token", token}},
                                        R"({"exhibit":0})", "application/json");
      EXPECT_EQ(answer->status, 403) << path << " " << token;
    }
  }
}

TEST_F(ServeClass, BoundsWhatOneOfAClassAsks) {
  App app(AppRequest{.words = {"serve", "gan", "--host", "0.0.0.0", "--port", "0"},
                     .folder = folder_->path()});
  const std::string told = told_by(app);
  const std::size_t line = told.find("class:      http://");
  if (line == std::string::npos) {
    GTEST_SKIP() << "this machine has no address but its own, so nobody else was played";
  }
  std::string url = told.substr(line + 12);
  url.resize(url.rfind('/'));
  httplib::Client visitor(url);
  visitor.set_keep_alive(true);
  visitor.set_tcp_nodelay(true);
  const json exhibits = json::parse(visitor.Get("/api/exhibits")->body);
  EXPECT_EQ(exhibits["address"]["url"], url + "/");
  EXPECT_GE(exhibits["address"]["qr"].size(), 21);
  const auto refused = [&](const httplib::Headers& headers) {
    int count = 0;
    for (int i = 0; i < 300; ++i) {
      const auto answer = visitor.Post("/api/votes", headers, "{}", "application/json");
      count += answer && answer->status == 429 && answer->has_header("Retry-After") ? 1 : 0;
    }
    return count;
  };
  const std::size_t token = told.find("#token=") + 7;
  EXPECT_EQ(refused({{"X-Akin-Token", told.substr(token, 32)}}), 0);
  EXPECT_GT(refused({}), 0);
}

/// The training's state once `holds` of it.
json once(const std::function<json()>& look, const std::function<bool(const json&)>& holds) {
  json state = look();
  for (int i = 0; i < 200 && !holds(state); ++i) {
    std::this_thread::sleep_for(std::chrono::milliseconds(50));
    state = look();
  }
  EXPECT_TRUE(holds(state)) << state.dump();
  return state;
}

TEST_F(ServeClass, TrainsInSightAsIfNobodyLooked) {
  const auto train = [](json order) {
    order["exhibit"] = 4;
    return ask("/api/train", order);
  };
  const auto look = [] { return ask("/api/training", {{"exhibit", 4}}); };
  EXPECT_EQ(look()["state"], "none");
  expect_refused("/api/train", R"({"exhibit":4,"action":"start","scene":"gun"})", 400, "gan");
  expect_refused("/api/train", R"({"exhibit":0,"action":"start","scene":"gan"})", 400, "trainings");
  expect_refused("/api/train", R"({"exhibit":4,"action":"go"})", 409, "started");
  train({{"action", "start"}, {"scene", "gan"}});
  std::atomic<bool> enough = false;
  std::thread visitor([&] {  // who looks all the time
    while (!enough) {
      ask("/api/wall", {{"exhibit", 4}, {"count", 64}});
    }
  });
  once(look, [](const json& state) { return state["step"] > 3; });
  train({{"action", "pause"}});
  const json paused = once(look, [](const json& state) { return state["state"] == "paused"; });
  train({{"action", "step"}});
  const std::int64_t step = paused["step"].get<std::int64_t>() + 1;
  const json stepped = once(look, [&](const json& state) { return state["step"] == step; });
  EXPECT_EQ(stepped["curves"]["steps"].size(), step);
  EXPECT_EQ(io::from_base64(stepped["images"].get<std::string>(), "test").size(), 40 * 28 * 28);
  const std::string kept = train({{"action", "keep"}})["kept"];
  enough = true;
  visitor.join();
  ASSERT_THAT(folder_->run({"train", "gan", "--data", tiny_data, "--steps", std::to_string(step),
                            "--schedule", "constant", "--threads", "1", "--out", "unseen"}),
              Succeeds());
  EXPECT_EQ(folder_->text(kept + "/model.safetensors"), folder_->text("unseen/model.safetensors"));
  train({{"action", "set"}, {"lr", 0.5}, {"discriminator_steps", 2}, {"delay", 10}});
  EXPECT_EQ(look()["controls"], json({{"lr", 0.5}, {"discriminator_steps", 2}, {"delay", 10}}));
  // Another scene takes its place, and its model the old one's.
  train({{"action", "start"}, {"scene", "posterior-collapse"}});
  const json exhibit = json::parse(client().Get("/api/exhibits")->body)["exhibits"][4];
  EXPECT_EQ(exhibit["family"], "vae");
}

TEST_F(ServeClass, AnswersAWholeClassAtOnce) {
  std::atomic<int> answered = 0;
  std::atomic<int> others = 0;
  std::atomic<int> why = 0;  // of httplib::Error
  std::vector<std::thread> visitors;
  for (int i = 0; i < 50; ++i) {
    visitors.emplace_back([&, i] {
      for (int k = 0; k < 5; ++k) {
        const auto answer = post("/api/wall", json({{"exhibit", 0}, {"seed", i}}).dump());
        ++(answer && (answer->status == 200 || answer->status == 503) ? answered : others);
        if (!answer) {
          why = static_cast<int>(answer.error());
        }
      }
    });
  }
  for (auto& visitor : visitors) {
    visitor.join();
  }
  EXPECT_EQ(answered, 250);
  EXPECT_EQ(others, 0) << why;
}

}  // namespace
}  // namespace akin::tests
