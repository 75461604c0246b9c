#include "support/serve_fixture.h"

namespace akin::tests {
namespace {

using nlohmann::json;

TEST_F(Serve, SendsImagesAsTheyAre) {
  httplib::Client browser = client();
  browser.set_decompress(false);
  const auto response =
      browser.Post("/api/samples", httplib::Headers{{"Accept-Encoding", "gzip, deflate, br"}},
                   R"({"model":0})", "application/json");
  ASSERT_TRUE(response);
  EXPECT_EQ(response->status, 200);
  EXPECT_FALSE(response->has_header("Content-Encoding"));
}

TEST_F(Serve, DescribesItsModels) {
  const json models = json::parse(client().Get("/api/models")->body)["models"];
  ASSERT_EQ(models.size(), 5);
  EXPECT_EQ(models[0]["capabilities"], json({"samples", "vote"}));
  EXPECT_EQ(models[1]["capabilities"], json({"samples", "reconstruction", "latent_map"}));
  EXPECT_EQ(models[2]["capabilities"], json({"text"}));
  EXPECT_EQ(models[3]["capabilities"], json({"completion"}));
  EXPECT_EQ(models[4]["capabilities"][0], "training");
  EXPECT_EQ(models[0]["classes"], 10);
}

TEST_F(Serve, GeneratesSamplesAtAnOffset) {
  const json centred = ask("/api/samples", {{"model", 0}, {"count", 3}, {"seed", 1}});
  EXPECT_EQ(io::from_base64(centred["images"].get<std::string>(), "test").size(), 3 * 28 * 28);
  EXPECT_EQ(ask("/api/samples", {{"model", 0}, {"count", 3}, {"seed", 1}}), centred);
  EXPECT_NE(
      ask("/api/samples", {{"model", 0}, {"count", 3}, {"seed", 1}, {"offset", {3, 0, 0, 0}}}),
      centred);
  EXPECT_NE(ask("/api/samples", {{"model", 0}, {"count", 3}, {"seed", 1}, {"label", 7}}), centred);
}

TEST_F(Serve, EncodesAndDecodes) {
  const json code = ask("/api/encode", {{"model", 1}, {"pixels", blank_image()}});
  EXPECT_EQ(code["mean"].size(), 2);
  EXPECT_GT(code["bits"], 0);
  EXPECT_EQ(ask("/api/decode", {{"model", 1}, {"latents", code["mean"]}})["images"],
            code["reconstruction"]);
  const json real = ask("/api/example", {{"model", 1}, {"seed", 1}})["image"];
  EXPECT_EQ(io::from_base64(real.get<std::string>(), "test").size(), 28 * 28);
  EXPECT_NE(ask("/api/example", {{"model", 1}, {"seed", 2}})["image"], real);
  expect_error("/api/example", R"({"model":2})", 400, "model of images");
}

TEST_F(Serve, MapsTwoLatentDimensions) {
  const std::string map = ask("/api/latent_map", {{"model", 1}, {"range", 2}})["images"];
  const std::string images = io::from_base64(map, "test");
  ASSERT_EQ(images.size(), 15 * 15 * 28 * 28);
  const auto at = [&](std::size_t row, std::size_t column) {
    return io::to_base64(images.substr((15 * row + column) * 28 * 28, 28 * 28));
  };
  const auto decoded = [](double right, double up) -> std::string {
    return ask("/api/decode", {{"model", 1}, {"latents", {right, up}}})["images"];
  };
  EXPECT_EQ(at(0, 0), decoded(-2, 2));
  EXPECT_EQ(at(0, 14), decoded(2, 2));
  EXPECT_EQ(at(14, 0), decoded(-2, -2));
  expect_error("/api/latent_map", R"({"model":0})", 400, "two latent dimensions");
}

TEST_F(Serve, FindsTheNearestTrainingImage) {
  const json found = ask("/api/nearest", {{"model", 0}, {"pixels", blank_image()}});
  EXPECT_GT(found["distance"], 0);
  const json itself = ask("/api/nearest", {{"model", 0}, {"pixels", found["nearest"]}});
  EXPECT_EQ(itself["distance"], 0);
  EXPECT_GE(found["typical"], 0);
  const json without_validation = ask("/api/nearest", {{"model", 1}, {"pixels", blank_image()}});
  EXPECT_EQ(without_validation["distance"], found["distance"]);
  EXPECT_FALSE(without_validation.contains("typical"));
  const json d = ask("/api/discriminate", {{"model", 0}, {"pixels", blank_image()}, {"label", 1}});
  EXPECT_GT(d["probability"], 0);
  EXPECT_LT(d["probability"], 1);
}

TEST_F(Serve, ReturnsTheAttentionWeightsOfEachHead) {
  const json attention = ask("/api/attention", {{"model", 2}, {"text", "The old fox"}});
  EXPECT_EQ(attention["tokens"].size(), 11);
  EXPECT_EQ(attention["tokens"][4], "o");
  const std::string weights = io::from_base64(attention["weights"].get<std::string>(), "test");
  ASSERT_EQ(weights.size(), 1 * 2 * 11 * 11);
  EXPECT_EQ(weights.substr(0, 11),
            '\xff' + std::string(10, '\0'));  // the first attends to itself only
  EXPECT_EQ(attention["replaced"], json::array());
  EXPECT_EQ(
      ask("/api/attention", {{"model", 2}, {"text", std::string(50000, 'a')}})["tokens"].size(),
      32);
  const json unknown = ask("/api/attention", {{"model", 2}, {"text", "日ａ"}});
  EXPECT_EQ(unknown["tokens"], json({"a"}));
  EXPECT_EQ(unknown["replaced"], json::parse(R"([["日", ""], ["ａ", "a"]])"));
  EXPECT_EQ(ask("/api/attention", {{"model", 2}, {"text", ""}})["tokens"], json({"\n"}));
}

TEST_F(Serve, FindsTheLongestCopyOfTheTrainingText) {
  const auto longest_copy = [](const std::string& text) {
    return ask("/api/longest_copy", {{"model", 2}, {"text", text}});
  };
  const std::string tale = some_text().substr(100, 40);  // one byte a character
  const json found = longest_copy("##" + tale + "##");
  EXPECT_EQ(found["start"], 2);
  EXPECT_EQ(found["length"], 40);
  EXPECT_GT(found["typical"], 4);
  EXPECT_EQ(longest_copy("####")["length"], 0);
  expect_error("/api/longest_copy", R"({"model":2,"text":""})", 400, "[text]");
  expect_error("/api/longest_copy", R"({"model":0,"text":"a"})", 400, "expected a model with text");
}

TEST_F(Serve, CompletesADrawing) {
  std::string drawing(28 * 28, '\0');
  std::fill_n(drawing.begin() + 5 * 28, 28, '\xff');
  const json body = {{"model", 3}, {"pixels", io::to_base64(drawing)}, {"rows", 14}, {"seed", 2}};
  const json completed = ask("/api/complete", body);
  EXPECT_EQ(completed["patch_size"], 2);
  const std::string images = io::from_base64(completed["images"].get<std::string>(), "test");
  ASSERT_EQ(images.size(), 6 * 28 * 28);
  for (std::size_t i = 0; i < 6; ++i) {  // 12 rows: whole patches of every size
    EXPECT_EQ(images.substr(i * 28 * 28, 12 * 28), drawing.substr(0, 12 * 28));
  }
  EXPECT_NE(images.substr(0, 28 * 28), images.substr(28 * 28, 28 * 28));
  EXPECT_EQ(ask("/api/complete", body), completed);
}

std::vector<json> events_of(const std::string& stream) {
  std::istringstream lines(stream);
  std::vector<json> events;
  for (std::string line; std::getline(lines, line);) {
    if (line.starts_with("data: ")) {
      events.push_back(json::parse(line.substr(6)));
    }
  }
  return events;
}

TEST_F(Serve, ContinuesEveryPrompt) {
  const auto generated = [](const json& more) {
    json body = {{"model", 2}, {"length", 20}, {"seed", 3}};
    body.update(more);
    const auto answer = post("/api/generate", body.dump());
    EXPECT_TRUE(answer && answer->status == 200) << body;
    return answer ? events_of(answer->body) : std::vector<json>();
  };
  const auto plain = generated({{"prompt", "The \nfox "}});
  EXPECT_EQ(generated({{"prompt", "\uFEFFThe \r\nfox "}}), plain);
  EXPECT_EQ(generated({{"prompt", "The \nfox "}, {"top_k", 100000}}), plain);
  auto unknown = generated({{"prompt", "The 日\nｆox "}});
  ASSERT_FALSE(unknown.empty());
  EXPECT_EQ(unknown.front(), json::parse(R"({"replaced": [["日", ""], ["ｆ", "f"]]})"));
  unknown.erase(unknown.begin());
  EXPECT_EQ(unknown, plain);
  EXPECT_EQ(generated({{"prompt", ""}}), generated(json::object()));
  EXPECT_EQ(generated({{"prompt", std::string(100000, 'a')}}).back(), json({{"done", true}}));
}

TEST_F(Serve, StreamsTextWithProbabilities) {
  const json body = {
      {"model", 2}, {"prompt", "The "}, {"length", 40}, {"seed", 3}, {"probabilities", true}};
  const auto answer = post("/api/generate", body.dump());
  ASSERT_TRUE(answer);
  EXPECT_EQ(answer->get_header_value("Content-Type"), "text/event-stream");
  const std::vector<json> events = events_of(answer->body);
  ASSERT_GE(events.size(), 2U);
  EXPECT_EQ(events.back(), json({{"done", true}}));
  const json& token = events.front()["tokens"][0];
  EXPECT_GT(token["probability"], 0);
  EXPECT_LE(token["probability"], token["candidates"][0][1]);
  EXPECT_EQ(post("/api/generate", body.dump())->body, answer->body);
}

}  // namespace
}  // namespace akin::tests
