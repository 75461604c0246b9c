#include "support/serve_fixture.h"

namespace akin::tests {
namespace {

using nlohmann::json;

TEST_F(Serve, SaysWhatThereIs) {
  const json exhibits = json::parse(client().Get("/api/exhibits")->body)["exhibits"];
  ASSERT_EQ(exhibits.size(), 5);
  EXPECT_EQ(exhibits[0]["abilities"], json({"wall", "votes"}));
  EXPECT_EQ(exhibits[1]["abilities"], json({"wall", "codes", "map"}));
  EXPECT_EQ(exhibits[2]["abilities"], json({"text"}));
  EXPECT_EQ(exhibits[3]["abilities"], json({"completion"}));
  EXPECT_EQ(exhibits[4]["abilities"][0], "training");
  EXPECT_EQ(exhibits[0]["classes"], 10);
}

TEST_F(Serve, MovesAWallOfSamples) {
  const json still = ask("/api/wall", {{"exhibit", 0}, {"count", 3}, {"seed", 1}});
  EXPECT_EQ(io::from_base64(still["images"].get<std::string>(), "test").size(), 3 * 28 * 28);
  EXPECT_EQ(ask("/api/wall", {{"exhibit", 0}, {"count", 3}, {"seed", 1}}), still);
  EXPECT_NE(ask("/api/wall", {{"exhibit", 0}, {"count", 3}, {"seed", 1}, {"moves", {3, 0, 0, 0}}}),
            still);
  EXPECT_NE(ask("/api/wall", {{"exhibit", 0}, {"count", 3}, {"seed", 1}, {"label", 7}}), still);
}

TEST_F(Serve, CompressesAndRestores) {
  const json code = ask("/api/encode", {{"exhibit", 1}, {"pixels", blank_image()}});
  EXPECT_EQ(code["mean"].size(), 2);
  EXPECT_GT(code["bits"], 0);
  EXPECT_EQ(ask("/api/decode", {{"exhibit", 1}, {"latents", code["mean"]}})["images"],
            code["restored"]);
  const json real = ask("/api/example", {{"exhibit", 1}, {"seed", 1}})["image"];
  EXPECT_EQ(io::from_base64(real.get<std::string>(), "test").size(), 28 * 28);
  EXPECT_NE(ask("/api/example", {{"exhibit", 1}, {"seed", 2}})["image"], real);
  expect_refused("/api/example", R"({"exhibit":2})", 400, "model of images");
}

TEST_F(Serve, MapsTwoLatentNumbers) {
  const std::string map = ask("/api/map", {{"exhibit", 1}, {"reach", 2}})["images"];
  const std::string images = io::from_base64(map, "test");
  ASSERT_EQ(images.size(), 15 * 15 * 28 * 28);
  const auto at = [&](std::size_t row, std::size_t column) {
    return io::to_base64(images.substr((15 * row + column) * 28 * 28, 28 * 28));
  };
  const auto decoded = [](double right, double up) {
    return ask("/api/decode", {{"exhibit", 1}, {"latents", {right, up}}})["images"];
  };
  EXPECT_EQ(at(0, 0), decoded(-2, 2));
  EXPECT_EQ(at(0, 14), decoded(2, 2));
  EXPECT_EQ(at(14, 0), decoded(-2, -2));
  expect_refused("/api/map", R"({"exhibit":0})", 400, "two latent numbers");
}

TEST_F(Serve, FindsTheNearestTrainingImage) {
  const json found = ask("/api/nearest", {{"exhibit", 0}, {"pixels", blank_image()}});
  EXPECT_GT(found["distance"], 0);
  const json itself = ask("/api/nearest", {{"exhibit", 0}, {"pixels", found["nearest"]}});
  EXPECT_EQ(itself["distance"], 0);
  EXPECT_GE(found["usual"], 0);
  const json without_unseen = ask("/api/nearest", {{"exhibit", 1}, {"pixels", blank_image()}});
  EXPECT_EQ(without_unseen["distance"], found["distance"]);
  EXPECT_FALSE(without_unseen.contains("usual"));
  const json vote = ask("/api/vote", {{"exhibit", 0}, {"pixels", blank_image()}, {"label", 1}});
  EXPECT_GT(vote["real"], 0);
  EXPECT_LT(vote["real"], 1);
}

TEST_F(Serve, TellsWhatEachHeadLooksAt) {
  const json seen = ask("/api/attention", {{"exhibit", 2}, {"text", "The old fox"}});
  EXPECT_EQ(seen["tokens"].size(), 11);
  EXPECT_EQ(seen["tokens"][4], "o");
  const std::string shares = io::from_base64(seen["shares"].get<std::string>(), "test");
  ASSERT_EQ(shares.size(), 1 * 2 * 11 * 11);
  EXPECT_EQ(shares.substr(0, 11), '\xff' + std::string(10, '\0'));  // the first sees itself alone
  EXPECT_EQ(
      ask("/api/attention", {{"exhibit", 2}, {"text", std::string(400, 'a')}})["tokens"].size(),
      32);
  expect_refused("/api/attention", R"({"exhibit":2,"text":""})", 400, "[text]");
}

TEST_F(Serve, FindsWhatATextSharesWithTheTrainingText) {
  const auto copied = [](const std::string& text) {
    return ask("/api/copied", {{"exhibit", 2}, {"text", text}});
  };
  const std::string tale = some_text().substr(100, 40);  // one byte a character
  const json found = copied("##" + tale + "##");
  EXPECT_EQ(found["first"], 2);
  EXPECT_EQ(found["length"], 40);
  EXPECT_GT(found["usual"], 4);
  EXPECT_EQ(copied("####")["length"], 0);
  expect_refused("/api/copied", R"({"exhibit":2,"text":""})", 400, "[text]");
  expect_refused("/api/copied", R"({"exhibit":0,"text":"a"})", 400, "expected a model with text");
}

TEST_F(Serve, GoesOnWithADrawing) {
  std::string drawing(28 * 28, '\0');
  std::fill_n(drawing.begin() + 5 * 28, 28, '\xff');
  const json body = {{"exhibit", 3}, {"pixels", io::to_base64(drawing)}, {"rows", 14}, {"seed", 2}};
  const json completed = ask("/api/complete", body);
  EXPECT_EQ(completed["cell"], 2);
  const std::string images = io::from_base64(completed["images"].get<std::string>(), "test");
  ASSERT_EQ(images.size(), 6 * 28 * 28);
  for (std::size_t i = 0; i < 6; ++i) {  // 12 rows: whole cells of every size
    EXPECT_EQ(images.substr(i * 28 * 28, 12 * 28), drawing.substr(0, 12 * 28));
  }
  EXPECT_NE(images.substr(0, 28 * 28), images.substr(28 * 28, 28 * 28));
  EXPECT_EQ(ask("/api/complete", body), completed);
}

TEST_F(Serve, StreamsTextWithChances) {
  const json body = {
      {"exhibit", 2}, {"prompt", "The "}, {"length", 40}, {"seed", 3}, {"chances", true}};
  const auto answer = post("/api/write", body.dump());
  ASSERT_TRUE(answer);
  EXPECT_EQ(answer->get_header_value("Content-Type"), "text/event-stream");
  std::istringstream lines(answer->body);
  std::vector<json> events;
  for (std::string line; std::getline(lines, line);) {
    if (line.starts_with("data: ")) {
      events.push_back(json::parse(line.substr(6)));
    }
  }
  ASSERT_GE(events.size(), 2U);
  EXPECT_EQ(events.back(), json({{"end", true}}));
  const json& token = events.front()["tokens"][0];
  EXPECT_GT(token["chance"], 0);
  EXPECT_LE(token["chance"], token["others"][0][1]);
  EXPECT_EQ(post("/api/write", body.dump())->body, answer->body);
}

}  // namespace
}  // namespace akin::tests
