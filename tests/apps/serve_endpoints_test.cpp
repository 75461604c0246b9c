#include "akin/metrics/text_novelty.h"

#include "support/serve_fixture.h"

namespace akin::tests {
namespace {

using nlohmann::json;

std::string bytes_of(const json& base64) {
  return io::from_base64(base64.get<std::string>(), "test");
}

TEST_F(Serve, DescribesWhatAModelWasTrainedOn) {
  const json models = json::parse(client().Get("/api/models")->body)["models"];
  EXPECT_EQ(models[0]["role"], "gan");
  EXPECT_EQ(models[1]["role"], "vae");  // its folder is called so
  EXPECT_EQ(models[2]["role"], "text-en");
  EXPECT_EQ(models[3]["role"], "image-transformer");
  EXPECT_EQ(models[4].value("role", ""), "");
  EXPECT_EQ(models[0]["language"], "");
  EXPECT_EQ(models[2]["language"], "en");
  EXPECT_EQ(models[3]["steps"], 3);
  EXPECT_EQ(models[3]["items_seen"], 3 * 4);
  EXPECT_EQ(models[0]["examples"], models[0]["parts"]["train"]);
  EXPECT_EQ(models[0]["class_names"].size(), 10);
  EXPECT_GT(models[1]["parameters"], 1000);
}

TEST_F(Serve, DrawsFromThePosterior) {
  const json body = {{"model", 1}, {"pixels", blank_image()}, {"count", 3}, {"seed", 5}};
  const json code = ask("/api/encode", body);
  EXPECT_EQ(code["deviation"].size(), 2);
  EXPECT_GT(code["deviation"][0], 0);
  EXPECT_EQ(code["bits_in"], 28 * 28 * 8);
  const std::string draws = bytes_of(ask("/api/posterior_samples", body)["images"]);
  ASSERT_EQ(draws.size(), 3 * 28 * 28);
  EXPECT_NE(draws.substr(0, 28 * 28), draws.substr(28 * 28, 28 * 28));
  json one = body;
  one["count"] = 1;
  EXPECT_EQ(bytes_of(ask("/api/posterior_samples", one)["images"]), draws.substr(0, 28 * 28));
  one["count"] = 65;
  expect_error("/api/posterior_samples", one.dump(), 400, "[count]");
  one["model"] = 0;
  expect_error("/api/posterior_samples", one.dump(), 400, "an encoder");
}

TEST_F(Serve, JudgesManyImagesAtOnce) {
  const std::string samples =
      bytes_of(ask("/api/samples", {{"model", 0}, {"count", 2}, {"label", 3}})["images"]);
  const std::string second = io::to_base64(samples.substr(28 * 28));
  const json probabilities =
      ask("/api/discriminate",
          {{"model", 0}, {"label", 3}, {"images", {blank_image(), second}}})["probabilities"];
  ASSERT_EQ(probabilities.size(), 2);
  const double alone =
      ask("/api/discriminate", {{"model", 0}, {"label", 3}, {"pixels", second}})["probability"];
  EXPECT_NEAR(probabilities[1].get<double>(), alone, 1e-6);
  expect_error("/api/discriminate", R"({"model":0,"images":[]})", 400, "[images]");
  expect_error("/api/discriminate", R"({"model":0,"images":["AAAA"]})", 400, "784 bytes");
}

TEST_F(Serve, ShowsTheNextTokens) {
  const json body = {{"model", 2}, {"text", "The fox"}, {"count", 5}, {"top_k", 2}};
  const json next = ask("/api/next_tokens", body);
  ASSERT_EQ(next["tokens"].size(), 5);
  ASSERT_EQ(next["prompt"].size(), 7);
  EXPECT_EQ(next["prompt"][4]["text"], "f");
  EXPECT_EQ(next["loss_of_prompt"][0], json());  // nothing precedes it
  EXPECT_GT(next["loss_of_prompt"][6], 0);
  const auto number = [&](std::size_t i, const char* name) -> double {
    return next["tokens"][i][name];
  };
  EXPECT_GE(number(0, "probability"), number(1, "probability"));
  EXPECT_NEAR(number(0, "adjusted") + number(1, "adjusted"), 1, 1e-9);
  EXPECT_NEAR(number(0, "adjusted"),
              number(0, "probability") / (number(0, "probability") + number(1, "probability")),
              1e-9);
  EXPECT_EQ(number(2, "adjusted"), 0);
  EXPECT_LT(next["adjusted_entropy"], next["entropy"]);
  // A step with a token of one's choice is the same as the longer text.
  json tokens = json::array();
  for (const json& token : next["prompt"]) {
    tokens.push_back(token["id"]);
  }
  tokens.push_back(next["prompt"][6]["id"]);
  json step =
      ask("/api/next_tokens", {{"model", 2}, {"tokens", tokens}, {"count", 5}, {"top_k", 2}});
  EXPECT_EQ(step, ask("/api/next_tokens",
                      {{"model", 2}, {"text", "The foxx"}, {"count", 5}, {"top_k", 2}}));
  EXPECT_GT(step["loss_of_prompt"][7], 0);
}

// -ln of the probability that the next token had.
TEST_F(Serve, TheLossOfAPromptIsThatOfItsTokens) {
  const json before = ask("/api/next_tokens", {{"model", 2}, {"text", "The fo"}, {"count", 256}});
  const json after = ask("/api/next_tokens", {{"model", 2}, {"text", "The fox"}, {"count", 1}});
  for (const json& token : before["tokens"]) {
    if (token["text"] == "x") {
      EXPECT_NEAR(std::exp(-after["loss_of_prompt"][6].get<double>()),
                  token["probability"].get<double>(), 1e-4);
      return;
    }
  }
  FAIL() << before["tokens"];
}

TEST_F(Serve, RefusesTokensThatAreNone) {
  expect_error("/api/next_tokens", R"({"model":2,"tokens":[-1]})", 400, "[tokens]");
  expect_error("/api/next_tokens", R"({"model":2,"tokens":[100000]})", 400, "[tokens]");
  expect_error("/api/next_tokens", R"({"model":2,"tokens":[1.5]})", 400, "[tokens]");
  expect_error("/api/next_tokens", R"({"model":2,"tokens":"a"})", 400, "[tokens]");
  expect_error("/api/next_tokens", R"({"model":2,"text":"a","temperature":-1})", 400,
               "[temperature]");
  expect_error("/api/next_tokens", R"({"model":0,"text":"a"})", 400, "expected a model with text");
}

TEST_F(Serve, SortsHeadsByWhatTheyDo) {
  const json heads = ask("/api/heads", {{"model", 2}, {"text", "The old fox"}});
  EXPECT_EQ(heads["tokens"].size(), 11);
  ASSERT_EQ(heads["heads"].size(), 2);
  EXPECT_EQ(heads["heads"][0]["layer"], 0);
  EXPECT_NE(heads["heads"][0]["head"], heads["heads"][1]["head"]);
  const json body = {{"model", 2}, {"text", "The old fox"}, {"head", 1}, {"minimum", 0}};
  const json links = ask("/api/head_links", body)["links"];
  ASSERT_EQ(links.size(), 11 * 12 / 2);
  EXPECT_EQ(links[0], json({0, 0, 1.0}));
  EXPECT_NEAR(links[1][2].get<double>() + links[2][2].get<double>(), 1, 1e-5);
  json few = body;
  few["minimum"] = 0.5;
  for (const json& link : ask("/api/head_links", few)["links"]) {
    EXPECT_GE(link[2], 0.5);
  }
  expect_error("/api/head_links", R"({"model":2,"text":"a","head":2})", 400, "[head]");
  expect_error("/api/head_links", R"({"model":2,"text":"a","layer":-1})", 400, "[layer]");
}

TEST_F(Serve, MarksCopiedSpans) {
  const std::string tale = some_text().substr(100, 40);  // one byte a character
  const json spans =
      ask("/api/copied_spans", {{"model", 2}, {"text", "#" + tale + "##"}, {"minimum", 30}});
  EXPECT_EQ(spans, json::parse(R"({"spans": [{"start": 1, "length": 40}]})"));
  EXPECT_EQ(ask("/api/copied_spans", {{"model", 2}, {"text", ""}})["spans"], json::array());
  expect_error("/api/copied_spans", R"({"model":2,"text":"a","minimum":0})", 400, "[minimum]");
}

TEST_F(Serve, ComparesATaleWithItsWorld) {
  const json truth =
      ask("/api/tale_truth",
          {{"model", 2}, {"text", "Tom the old fox lives in the sea. The fox can swim."}});
  EXPECT_EQ(truth["false"], 2);
  EXPECT_EQ(truth["statements"][0]["fact"], "fox: in the forest");
  EXPECT_EQ(truth["statements"][0]["verdict"], "false");
  EXPECT_EQ(ask("/api/tale_truth", {{"text", "미나는 숲에 사는 작은 여우예요."}})["true"], 1);
}

TEST_F(Serve, ShowsTheTrainingData) {
  const json images = ask("/api/data", {{"model", 0}, {"count", 5}, {"seed", 1}});
  EXPECT_EQ(bytes_of(images["images"]).size(), 5 * 28 * 28);
  ASSERT_EQ(images["labels"].size(), 5);
  ASSERT_EQ(images["classes"].size(), 10);
  std::int64_t all = 0;
  for (const json& one : images["classes"]) {
    all += one["count"].get<std::int64_t>();
  }
  EXPECT_EQ(images["count"], all);
  EXPECT_NE(ask("/api/data", {{"model", 0}, {"count", 5}, {"seed", 2}})["images"],
            images["images"]);
  const json text = ask("/api/data", {{"model", 2}, {"count", 100}});
  EXPECT_EQ(text["excerpt"].get<std::string>().size(), 100);
  EXPECT_EQ(text["documents"], json());
  EXPECT_EQ(text["letters"].size(), 20);
  EXPECT_EQ(text["letters"][0][0], "e");
  EXPECT_EQ(text["words"][0][0], "the");
  expect_error("/api/data", R"({"model":0,"count":513})", 400, "[count]");
}

/// 200 prompts: both languages, emoji, quotes, digits, empty, very long.
std::vector<std::string> prompts() {
  std::vector<std::string> all = {"",
                                  " ",
                                  "\n",
                                  "In 2025,",
                                  "\"Hello,\" she said.",
                                  "It’s “quoted” – …",
                                  "🦊🐻‍❄️👩🏽‍🏫",
                                  "1234567890",
                                  "３６５日",
                                  "ｆｏｘ",
                                  "옛날 옛적에",
                                  "안녕하세요?",
                                  "나랏말싸미 듕귁에 달아",
                                  "ㅋㅋㅋ ㅠㅠ",
                                  "\t{\"json\": [1]}",
                                  "<script>alert(1)</script>",
                                  "e\u0301te\u0301",
                                  std::string(100000, 'a'),
                                  std::string(50000, '\n')};
  std::string long_korean;
  while (long_korean.size() < 90000) {
    long_korean += "옛날에 여우가 살았어요. ";
  }
  all.push_back(long_korean);
  const std::vector<std::string> starts = {"The fox", "In 2025,", "여우는",
                                           "“오늘은", "🎲",        "To be"};
  for (int i = 0; all.size() < 200; ++i) {
    all.push_back(starts[static_cast<std::size_t>(i) % starts.size()] + " " +
                  std::to_string(i * i) + (i % 2 == 0 ? "!" : "…"));
  }
  return all;
}

TEST_F(Serve, TakesEveryPrompt) {
  for (const std::string& prompt : prompts()) {
    const json body = {{"model", 2}, {"text", prompt}};
    const auto start = prompt.substr(0, 40);
    const auto generated =
        post("/api/generate", json({{"model", 2}, {"prompt", prompt}, {"length", 1}}).dump());
    ASSERT_TRUE(generated && generated->status == 200) << start;
    EXPECT_EQ(generated->body.find("error"), std::string::npos) << start;
    json replaced;
    for (const char* path :
         {"/api/next_tokens", "/api/attention", "/api/heads", "/api/head_links"}) {
      const json answer = ask(path, body);
      ASSERT_TRUE(answer.contains("replaced")) << path << start;
      EXPECT_TRUE(replaced.is_null() || replaced == answer["replaced"]) << path << start;
      replaced = answer["replaced"];
    }
    EXPECT_EQ(generated->body.find("replaced") != std::string::npos, !replaced.empty()) << start;
  }
}

}  // namespace
}  // namespace akin::tests
