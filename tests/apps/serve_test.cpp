#include <atomic>
#include <thread>

#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <nlohmann/json.hpp>

#include "akin/data/text.h"
#include "akin/io/base64.h"

#include "support/http.h"
#include "support/tiny_run.h"
#include "support/web_driver.h"

namespace akin::tests {
namespace {

using nlohmann::json;
using testing::ElementsAre;
using testing::HasSubstr;

/// A server of four small models and a place for trainings, the same for all tests: 0 a GAN with
/// classes, 1 a VAE, 2 a Transformer of text, 3 one of images, 4 what is trained.
class Serve : public testing::Test {
 protected:
  static void SetUpTestSuite() {
    folder_ = std::make_unique<TinyFolder>();
    ASSERT_THAT(folder_->run(tiny_training("gan") + Words{"--conditional"}), Succeeds());
    ASSERT_THAT(folder_->run({"train", "vae", "--data", tiny_data, "--preset", "mlp", "--steps",
                              "3", "--latent-dim", "2", "--out", "vae"}),
                Succeeds());
    ASSERT_THAT(folder_->run({"train", "transformer", "--data", "tales", "--limit", "20000",
                              "--layers", "1", "--heads", "2", "--width", "32", "--context", "32",
                              "--steps", "3", "--out", "text"}),
                Succeeds());
    ASSERT_THAT(
        folder_->run({"train",       "transformer", "--data",       tiny_data, "--pixels", "binary",
                      "--tokenizer", "binary-2x2",  "--batch-size", "4",       "--layers", "1",
                      "--heads",     "2",           "--width",      "32",      "--steps",  "3",
                      "--out",       "pixels"}),
        Succeeds());
    app_ = std::make_unique<App>(
        AppRequest{.words = {"serve", "gan", "vae", "text", "pixels", "--port", "0", "--data",
                             tiny_data, "--threads", "1"},
                   .folder = folder_->path()});
    const std::string told = told_by(*app_);
    const std::size_t http = told.find("http://");
    const std::size_t token = told.find("#token=");
    ASSERT_NE(token, std::string::npos) << told;
    url_ = told.substr(http, token - http);
    token_ = told.substr(token + 7, 32);
  }
  /// What a server tells once it listens.
  static std::string told_by(App& app) {
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
  static json ask(const std::string& path, const json& body) {
    const auto answer = post(path, body.dump());
    EXPECT_TRUE(answer && answer->status == 200) << (answer ? answer->body : "no answer");
    return answer ? json::parse(answer->body) : json();
  }
  static void expect_refused(const std::string& path, const std::string& body, int status,
                             const std::string& words) {
    const auto answer = post(path, body);
    ASSERT_TRUE(answer) << body;
    EXPECT_EQ(answer->status, status) << body;
    EXPECT_THAT(json::parse(answer->body).value("error", ""), HasSubstr(words)) << body;
  }

  inline static std::unique_ptr<TinyFolder> folder_;
  inline static std::unique_ptr<App> app_;
  inline static std::string url_;
  inline static std::string token_;
};

std::string blank_image() {
  return io::to_base64(std::string(28 * 28, '\0'));
}

int connected_to(int port) {
  const int socket = ::socket(AF_INET, SOCK_STREAM, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(static_cast<std::uint16_t>(port));
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  EXPECT_EQ(::connect(socket, reinterpret_cast<const sockaddr*>(&address), sizeof(address)), 0);
  return socket;
}

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
  const data::TextData data = data::load_text({.data = "tales", .limit = 20000});
  const std::string tale =
      tokens::whole_text(data::training_text(data)).substr(100, 40);  // one byte a character
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

TEST_F(Serve, KeepsTheScoreOfVotes) {
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

TEST_F(Serve, OnlyTheInstructorTrainsAndReveals) {
  for (const char* path : {"/api/train", "/api/ask", "/api/reveal"}) {
    for (const std::string& token : {std::string(), std::string("0"), token_ + "0"}) {
      const auto answer = client().Post(path, httplib::Headers{{"X-Akin-Token", token}},
                                        R"({"exhibit":0})", "application/json");
      EXPECT_EQ(answer->status, 403) << path << " " << token;
    }
  }
}

TEST_F(Serve, BoundsWhatOneOfAClassAsks) {
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

TEST_F(Serve, TrainsInSightAsIfNobodyLooked) {
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

TEST_F(Serve, RefusesWhatIsWrongInWords) {
  expect_refused("/api/wall", "{", 400, "[request] expected a JSON object");
  expect_refused("/api/wall", "[1]", 400, "[request] expected a JSON object");
  expect_refused("/api/wall", std::string(100000, '['), 400, "[request]");
  expect_refused("/api/wall", R"({"exhibit":5})", 400,
                 "[exhibit] expected a whole number from 0 to 4");
  expect_refused("/api/wall", R"({"exhibit":"0"})", 400, "[exhibit]");
  expect_refused("/api/wall", R"({"exhibit":18446744073709551615})", 400, "[exhibit]");
  expect_refused("/api/wall", R"({"count":1000000})", 400,
                 "[count] expected a whole number from 1 to 64");
  expect_refused("/api/wall", R"({"count":1.5})", 400, "[count]");
  expect_refused("/api/wall", R"({"label":10})", 400, "[label]");
  expect_refused("/api/wall", R"({"moves":[1,2]})", 400, "[moves] expected 4 numbers");
  expect_refused("/api/wall", R"({"moves":[1,2,3,1e300]})", 400, "[moves]");
  expect_refused("/api/wall", R"({"moves":[1,2,3,1e999]})", 400, "[request]");
  expect_refused("/api/wall", R"({"moves":[1,2,3,NaN]})", 400, "[request]");
  expect_refused("/api/wall", R"({"exhibit":2})", 400, "expected a model with latent vectors");
  expect_refused("/api/encode", R"({"exhibit":0})", 400, "expected a model with an encoder");
  expect_refused("/api/encode", R"({"exhibit":1})", 400, "[pixels] expected 784 bytes in base64");
  expect_refused("/api/encode", R"({"exhibit":1,"pixels":"////"})", 400, "[pixels]");
  expect_refused("/api/encode", R"({"exhibit":1,"pixels":"<&"})", 400, "[pixels]");
  expect_refused("/api/write", R"({"exhibit":0})", 400, "expected a model with text");
  expect_refused("/api/write", R"({"exhibit":2,"temperature":-1})", 400, "[temperature]");
  expect_refused("/api/write", R"({"exhibit":2,"top_k":100000})", 400, "[top_k]");
  expect_refused("/api/write", R"({"exhibit":2,"length":100000})", 400, "[length]");
  expect_refused("/api/write", R"({"exhibit":2,"prompt":"日"})", 400, "日");
  expect_refused("/api/write", json({{"exhibit", 2}, {"prompt", std::string(5000, 'a')}}).dump(),
                 400, "[prompt]");
  expect_refused("/api/wall", std::string(200000, ' '), 413, "[server]");
  expect_refused("/nowhere", "{}", 404, "[server]");
}

TEST_F(Serve, AnswersItsOwnPageOnly) {
  const auto status = [](const httplib::Headers& headers) {
    return client().Get("/api/exhibits", headers)->status;
  };
  EXPECT_EQ(status({{"Host", "evil.example"}}), 403);
  EXPECT_EQ(status({{"Host", "evil.example:80"}}), 403);
  EXPECT_EQ(status({{"Host", ""}}), 403);
  EXPECT_EQ(status({{"Host", "localhost:1"}}), 200);
  EXPECT_EQ(status({{"Origin", "http://evil.example"}}), 403);
  EXPECT_EQ(status({{"Origin", "null"}}), 403);
  EXPECT_EQ(client().Post("/api/wall", "exhibit=0", "text/plain")->status, 415);
  EXPECT_EQ(client().Get("/../../etc/passwd")->status, 404);
  const auto page = client().Get("/");
  EXPECT_THAT(page->get_header_value("Content-Security-Policy"), HasSubstr("default-src 'none'"));
  EXPECT_EQ(page->body.find("http://"), page->body.find("http://www.w3.org/2000/svg"));
}

TEST_F(Serve, OutlivesThoseWhoSendHalfARequest) {
  const int port = std::stoi(url_.substr(url_.rfind(':') + 1));
  std::vector<int> sockets;
  for (int i = 0; i < 80; ++i) {  // more than it has threads
    sockets.push_back(connected_to(port));
    const std::string half = "POST /api/wall HTTP/1.1\r\nHost: localhost\r\nContent-Len";
    ASSERT_EQ(::send(sockets.back(), half.data(), half.size(), 0), std::ssize(half));
    if (i % 2 == 0) {
      ::shutdown(sockets.back(), SHUT_WR);
    }
  }
  httplib::Client patient = client();
  patient.set_read_timeout(30);
  const auto answer = patient.Get("/api/exhibits");
  EXPECT_TRUE(answer && answer->status == 200);
  for (const int socket : sockets) {
    ::close(socket);
  }
}

TEST_F(Serve, AnswersAWholeClassAtOnce) {
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

TEST_F(Serve, ShowsEverythingInABrowser) {
  if (!WebDriver::available()) {
    GTEST_SKIP() << "no chromedriver in PATH, so no page was opened; on Debian: apt-get install "
                    "chromium-driver";
  }
  const TemporaryFolder profile;
  WebDriver browser(profile.path(), 1200, 900);
  browser.open(url_ + "#en&token=" + token_);
  EXPECT_TRUE(
      browser.comes_true("return document.querySelectorAll('main > section').length === 5"));
  // A slider moves the wall.
  browser.run("window.before = () => document.querySelector('canvas').toDataURL();");
  EXPECT_TRUE(browser.comes_true("return document.querySelector('canvas').width > 100"));
  browser.run(
      "window.old = before(); const one = document.querySelector('input[type=range]');"
      "one.value = 3; one.dispatchEvent(new Event('input'));");
  EXPECT_TRUE(browser.comes_true("return before() !== old"));
  // A sample is chosen by keyboard, and held against the training images.
  browser.run(
      "document.querySelector('canvas').dispatchEvent("
      "new KeyboardEvent('keydown', {key: 'ArrowRight'}));");
  EXPECT_TRUE(browser.comes_true("return document.body.innerText.includes('Distance ')"));
  EXPECT_TRUE(
      browser.comes_true("return document.body.innerText.includes('The discriminator gives')"));
  // A drawing becomes numbers.
  browser.run(
      "const pad = document.querySelector('canvas.pad'); const box = pad.getBoundingClientRect();"
      "pad.setPointerCapture = () => {};"
      "for (const [type, x] of [['pointerdown', 0.3], ['pointermove', 0.7]])"
      "  pad.dispatchEvent(new PointerEvent(type, {clientX: box.left + x * box.width,"
      "    clientY: box.top + 0.5 * box.height, buttons: 1}));");
  EXPECT_TRUE(
      browser.comes_true("return document.body.innerText.includes(' bits instead of 6272')"));
  browser.run(
      "const kept = (place) => document.querySelector(`.codes [data-place='${place}']`).click();"
      "kept(0); kept(1);");
  EXPECT_TRUE(
      browser.comes_true("return !document.querySelector('.codes input:last-of-type').disabled"));
  browser.run(
      "document.querySelector('canvas.map').dispatchEvent("
      "new KeyboardEvent('keydown', {key: 'ArrowUp'}));");
  EXPECT_TRUE(browser.comes_true("return document.body.innerText.includes('at (0.00, 0.10)')"));
  browser.run("document.querySelector('.codes [data-action=example]').click();");
  EXPECT_TRUE(browser.comes_true(
      "return [...document.querySelectorAll('.codes input')].some((one) => one.value !== '0')"));
  // A prompt is continued; markup in one stays text, here in the refusal of a character never seen.
  const auto write = [&](const std::string& prompt) {
    browser.run("const area = document.querySelector('textarea'); area.value = '" + prompt +
                "'; area.closest('section').querySelector('button').click();");
  };
  write("The ");
  EXPECT_TRUE(browser.comes_true("return document.querySelectorAll('.token').length > 0"));
  EXPECT_TRUE(
      browser.comes_true("return document.querySelector('textarea').closest('section')"
                         ".querySelector('button').innerText === 'Go on writing'"));
  browser.run("document.querySelector('[data-action=attention]').click();");
  EXPECT_TRUE(browser.comes_true("return document.querySelectorAll('canvas.head').length === 2"));
  EXPECT_TRUE(browser.comes_true("return document.querySelectorAll('.token.copied').length > 0"));
  write("<b>x</b>");
  EXPECT_TRUE(browser.comes_true("return document.body.innerText.includes('The server says')"));
  EXPECT_EQ(browser.run("return document.querySelectorAll('main b').length"), 0);
  // The class votes, the instructor reveals.
  const auto press = [&](const std::string& selector) {
    browser.run("document.querySelector('" + selector + "').click();");
  };
  press(".votes [data-action=ask]");
  EXPECT_TRUE(browser.comes_true("return !document.querySelector('.votes [data-real]').disabled"));
  press(".votes [data-real=true]");
  EXPECT_TRUE(browser.comes_true("return document.body.innerText.includes('Votes so far: 1')"));
  press(".votes [data-action=reveal]");
  EXPECT_TRUE(browser.comes_true("return document.body.innerText.includes('100 % of 1 votes')"));
  // A drawing goes on.
  press(".completion button");
  EXPECT_TRUE(browser.comes_true(
      "return [...document.querySelectorAll('.completion canvas')].at(-1).width === 3 * 28 + 2"));
  // A training is started, steered and paused.
  press(".training [data-scene=memorising]");
  EXPECT_TRUE(
      browser.comes_true("return document.body.innerText.includes('only ten images to learn')"));
  EXPECT_TRUE(browser.comes_true("return document.querySelectorAll('.curve').length === 4"));
  browser.run(
      "const rate = document.querySelector('[data-control=lr]');"
      "rate.value = -1; rate.dispatchEvent(new Event('input'));");
  EXPECT_TRUE(browser.comes_true("return document.body.innerText.includes('rate × 0.1')"));
  press(".training [data-action=pause]");
  EXPECT_TRUE(browser.comes_true("return document.body.innerText.includes('Paused:')"));
  browser.run("document.getElementById('language').click();");
  EXPECT_EQ(browser.run("return document.documentElement.lang"), "ko");
  EXPECT_TRUE(
      browser.comes_true("return document.body.innerText.includes('두 신경망이 서로 경쟁한다')"));
  for (const json& line : browser.console()) {
    EXPECT_EQ(line["source"], "network") << line.dump();  // the refusal
  }
}

}  // namespace
}  // namespace akin::tests
