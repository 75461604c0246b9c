#include <algorithm>
#include <map>

#include <gmock/gmock.h>

#include <nlohmann/json.hpp>

#include "akin/io/safetensors.h"

#include "support/tiny_run.h"

namespace akin::tests {
namespace {

using testing::AllOf;
using testing::ContainsRegex;
using testing::EndsWith;
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

using Json = nlohmann::ordered_json;

constexpr auto training_a_classifier =
    "training the classifier whose features samples are compared in";

/// Evaluates with the cache, where feature extractors are kept, in the folder.
AppResult evaluate(const TinyFolder& folder, const Words& more) {
  return run_app({.words = Words{"evaluate", "run", "--threads", "1"} + more,
                  .folder = folder.path(),
                  .environment = {{"XDG_CACHE_HOME", (folder.path() / "cache").string()}}});
}

/// A trained VAE and a feature extractor of its data, made by the first test that asks: none
/// changes them.
const TinyFolder& trained() {
  static const TrainedVae folder;
  static const AppResult first = evaluate(folder, {"--no-likelihood"});
  require(first.status == 0, "[tests] expected an evaluation, got: {}", first.errors);
  return folder;
}

/// The object that --json prints.
Json json_of(const AppResult& result) {
  EXPECT_THAT(result, Succeeds());
  return Json::parse(result.output);
}

double value(const Json& json, const std::string& name, const std::string& space) {
  for (const auto& figure : json["metrics"]) {
    if (figure["name"] == name && figure["space"] == space) {
      return figure["value"];
    }
  }
  ADD_FAILURE() << "no figure " << name;
  return 0;
}

TEST(Evaluate, PrintsATableAndCachesTheFeatureExtractor) {
  const TrainedVae folder;
  const AppResult first = evaluate(folder, {"--no-likelihood"});
  ASSERT_THAT(first, Succeeds());
  EXPECT_THAT(first.errors, HasSubstr(training_a_classifier));
  EXPECT_THAT(first.output,
              AllOf(ContainsRegex("^16 samples of run against /.*/train-images-idx3-ubyte\n"
                                  "classifier "),
                    ContainsRegex("\n +samples +held-out +reading\nsimilar\n"),
                    ContainsRegex("\n  Fréchet distance +[0-9.e+]+ +[0-9.e+]+   [a-z]"),
                    ContainsRegex("\nnew\n  nearest training image +[0-9]"),
                    ContainsRegex("\n  5 % copies, a little noise +[0-9.]+ % +")));
  EXPECT_THAT(first.output, AllOf(HasSubstr("\nsimilar   "), HasSubstr("\nnew       "),
                                  HasSubstr("\nclasses   "), Not(HasSubstr("\nnats "))));
  EXPECT_THAT(files_below(folder.path() / "cache/akin/feature_extractors"),
              testing::ElementsAre(EndsWith(".safetensors")));

  const AppResult second = evaluate(folder, {"--no-likelihood"});
  EXPECT_EQ(second.output, first.output);
  EXPECT_THAT(second.errors, Not(HasSubstr(training_a_classifier)));
}

TEST(Evaluate, PrintsOneJsonObjectAndNothingElse) {
  const TrainedFolder folder;
  const AppResult result = evaluate(folder, {"--json", "--samples", "100"});
  const Json json = json_of(result);
  EXPECT_EQ(json["run"], "run");
  EXPECT_EQ(json["family"], "gan");
  EXPECT_THAT(json["data"]["name"].get<std::string>(), AllOf(StartsWith("/"), EndsWith(tiny_data)));
  EXPECT_EQ(json["instead"], "");
  EXPECT_EQ(json["samples"], 16);
  EXPECT_GT(json["feature_extractor"]["accuracy"], 0.9);
  EXPECT_EQ(json["feature_extractor"]["sha256"].get<std::string>().size(), 64U);
  ASSERT_GT(json["metrics"].size(), 10U);
  for (const auto& figure : json["metrics"]) {
    EXPECT_TRUE(figure["value"].is_number() && figure["control"].is_number()) << figure;
    EXPECT_FALSE(figure["reading"]["en"].get<std::string>().empty()) << figure;
    EXPECT_FALSE(figure["reading"]["ko"].get<std::string>().empty()) << figure;
  }
  EXPECT_EQ(json["calibration"].size(), 6U);
  EXPECT_EQ(json["readings"].size(), 3U);
  EXPECT_EQ(json["likelihood"], Json({{"kind", "undefined"}}));
  EXPECT_THAT(result.errors, HasSubstr("comparing 16 samples"));
}

TEST(Evaluate, OfAGanReportsNoLikelihood) {
  const TrainedFolder folder;
  const AppResult result = evaluate(folder, {"--samples", "100", "--seed", "7"});
  ASSERT_THAT(result, Succeeds());
  EXPECT_THAT(result.output, HasSubstr("nats      undefined: such a model makes images"));
}

using Shapes = std::map<std::string, std::pair<std::string, std::vector<std::int64_t>>>;

TEST(Evaluate, DumpsTheInputsOfTheMetrics) {
  const auto path = trained().path() / "all.safetensors";
  const Words dump = {"--no-likelihood", "--dump", "all.safetensors"};
  ASSERT_THAT(evaluate(trained(), dump), Succeeds());
  const io::Safetensors file = io::read_safetensors(path);
  EXPECT_EQ(file.metadata.at("feature_extractor").size(), 64U);
  Shapes shapes;
  for (const auto& [name, tensor] : file.tensors) {
    shapes[name] = {tensor.dtype, tensor.shape};
  }
  Shapes expected;
  const std::map<std::string, std::int64_t> counts = {
      {"samples", 16}, {"test", 20}, {"control", 16}, {"training", 84}};
  for (const auto& [name, count] : counts) {
    expected[name + ".features"] = {"F32", {count, 64}};
    expected[name + ".components"] = {"F32", {count, 64}};
    expected[name + ".labels"] = {"I64", {count}};
    if (name != "training") {
      expected[name] = {"U8", {count, 28, 28}};
    }
  }
  EXPECT_EQ(shapes, expected);
  // The control is of the data.
  const io::Idx images = tiny_images();
  const auto& control = file.tensors.at("control").bytes;
  constexpr std::ptrdiff_t area = 28 * 28;
  for (auto image = control.begin(); image != control.end(); image += area) {
    EXPECT_NE(std::search(images.values.begin(), images.values.end(), image, image + area),
              images.values.end());
  }

  EXPECT_THAT(evaluate(trained(), dump), Refuses(1, "--force"));
  EXPECT_THAT(evaluate(trained(), dump + Words{"--force"}), Succeeds());
}

TEST(Evaluate, EvaluatesBaselinesInsteadOfSamples) {
  const auto instead = [](const std::string& what) {
    return json_of(evaluate(trained(), {"--json", "--instead", what}));
  };
  const Json copied = instead("copies");
  EXPECT_EQ(copied["instead"], "copies");
  EXPECT_EQ(value(copied, "nearest", "pixels"), 0);
  EXPECT_EQ(value(copied, "authenticity", "pca"), 0);
  EXPECT_FALSE(copied.contains("likelihood"));
  const Json noisy = instead("noise");
  EXPECT_GT(value(noisy, "nearest", "pixels"), 10);
  EXPECT_EQ(value(noisy, "coverage", "features"), 0);
  const Json half = instead("copies:0.5");
  EXPECT_GE(value(half, "copy_rate", "pca"), 0.5);
  EXPECT_GT(value(instead("noisy-copies"), "nearest", "pixels"), 0);
  EXPECT_EQ(value(instead(tiny_data), "nearest", "pixels"), 0);  // images from a file
}

TEST(Evaluate, HeldOutImagesInsteadNeedEnoughOfThem) {
  EXPECT_THAT(evaluate(trained(), {"--instead", "held-out"}), Refuses(1, "--holdout"));
  const TrainedVae folder({"--holdout", "40"});
  const AppResult result = evaluate(folder, {"--instead", "held-out", "--json"});
  const Json json = json_of(result);
  EXPECT_EQ(json["samples"], 20);
  EXPECT_GT(value(json, "classes_seen", "features"), 3);
}

TEST(Evaluate, RefusesInvalidOptions) {
  const auto refusal = [](const Words& more) { return evaluate(trained(), more); };
  EXPECT_THAT(refusal({"--instead", "copie"}),
              Refuses(2,
                      "[--instead] expected one of copies, copies:SHARE, noisy-copies, noise, "
                      "held-out, got 'copie'; did you mean 'copies'?"));
  EXPECT_THAT(refusal({"--instead", "copies:2"}), Refuses(2, "a share above 0 and up to 1"));
  EXPECT_THAT(refusal({"--samples", "99"}), Refuses(2, "--samples"));
  EXPECT_THAT(refusal({"--force"}), Refuses(2, "--dump"));
  EXPECT_THAT(refusal({"--no-likelihood", "--full-likelihood"}), Refuses(2, "excludes"));
  const TrainedVae without({"--holdout", "0"});
  EXPECT_THAT(evaluate(without, {}), Refuses(1, "train with a larger --holdout"));
}

/// A working directory with lines of text in it and a model of them.
class TextRun : public TinyFolder {
 public:
  explicit TextRun(const Words& more) {
    std::string text;
    for (int i = 0; i < 120; ++i) {
      text += std::string(i % 2 == 0 ? "여우는 숲에 산다" : "the bear is old") +
              static_cast<char>('a' + i % 26) + "\n";
    }
    write("text.txt", text);
    const AppResult result =
        run(tiny_transformer("text.txt") + Words{"--steps", "6", "--out", "run"} + more);
    require(result.status == 0, "[tests] expected a trained run, got: {}", result.errors);
  }
};

TEST(Evaluate, OfLinesComparesThemWithHeldOutOnes) {
  const TextRun folder({"--documents", "on", "--holdout", "20"});
  const AppResult result = evaluate(folder, {"--samples", "100"});
  ASSERT_THAT(result, Succeeds());
  EXPECT_THAT(result.output,
              AllOf(StartsWith("100 lines of run against text\n"),
                    ContainsRegex("\n  longest copied span +[0-9]+ +[0-9]+   "),
                    ContainsRegex("\n  new lines +[0-9.]+ % +[0-9.]+ %   "),
                    ContainsRegex("\nnats      [0-9.]+ per character .*, exact, over [0-9]+ .*"
                                  "perplexity [0-9.]+ per token, [0-9.]+ per character")));
  const Json json = json_of(evaluate(folder, {"--samples", "100", "--json"}));
  EXPECT_EQ(json["family"], "transformer");
  EXPECT_EQ(json["samples"], 100);
  EXPECT_EQ(json["likelihood"]["kind"], "exact");
  EXPECT_GT(json["likelihood"]["nats_per_character"], 0);
  EXPECT_GT(json["likelihood"]["perplexity_per_token"], 1);
  EXPECT_GT(json["likelihood"]["perplexity_per_character"], 1);
  for (const auto& figure : json["metrics"]) {
    EXPECT_FALSE(figure["reading"]["en"].get<std::string>().empty()) << figure;
  }
  EXPECT_EQ(json["readings"].size(), 2U);

  EXPECT_THAT(evaluate(folder, {"--instead", "noise"}), Refuses(2, "a model of images"));
  EXPECT_THAT(evaluate(folder, {"--dump", "x.safetensors"}), Refuses(2, "a model of images"));
  EXPECT_FALSE(folder.has("x.safetensors"));
}

TEST(Evaluate, OfRunningTextNeedsSomeHeldOut) {
  const TextRun folder({"--holdout", "0"});
  EXPECT_THAT(evaluate(folder, {"--samples", "100"}), Refuses(1, "--holdout above 0"));
}

}  // namespace
}  // namespace akin::tests
