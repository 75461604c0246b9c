#include <gmock/gmock.h>

#include <nlohmann/json.hpp>

#include "support/tiny_run.h"

namespace akin::tests {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

using Json = nlohmann::ordered_json;

AppResult compare(const TinyFolder& folder, const Words& more) {
  return run_app({.words = Words{"compare", "--threads", "1", "--samples", "100"} + more,
                  .folder = folder.path(),
                  .environment = {{"XDG_CACHE_HOME", (folder.path() / "cache").string()}}});
}

/// One batch of each model.
Words tiny_comparison() {
  return {"--data", tiny_data, "--images", "64"};
}

TEST(Compare, TrainsAllThreeAndReportsThem) {
  const TinyFolder folder;  // more images, as the Transformer fits 512 patches
  io::write_atomically(folder.path() / tiny_data, io::format_idx(tiny_images(300)));
  io::write_atomically(folder.path() / "train-labels-idx1-ubyte", io::format_idx(tiny_labels(300)));
  const AppResult first = compare(folder, tiny_comparison());
  ASSERT_THAT(first, Succeeds());
  EXPECT_THAT(first.output, AllOf(HasSubstr("gan, seed 1\n"), HasSubstr("vae, seed 1\n"),
                                  HasSubstr("transformer, seed 1\n"),
                                  HasSubstr("report/index.html\nreport/results.json\n")));
  EXPECT_THAT(first.errors, AllOf(HasSubstr("training gan-1"), HasSubstr("measuring vae-1")));
  const Json results = Json::parse(folder.text("report/results.json"));
  ASSERT_EQ(results["models"].size(), 3);
  for (const auto& model : results["models"]) {
    const Json& run = model["runs"][0];
    EXPECT_GT(model["parameters"], 0);
    EXPECT_GT(run["peak_memory_bytes"], 50e6);
    EXPECT_GT(run["samples_per_second"], 0);
    EXPECT_EQ(run["evaluation"]["samples"], 41);  // the number of control images
  }
  EXPECT_EQ(results["models"][0]["runs"][0]["images_seen"], 64);
  EXPECT_EQ(results["anchors"].size(), 5);
  EXPECT_EQ(results["likelihoods"][0]["kind"], "undefined");
  EXPECT_EQ(results["likelihoods"][1]["kind"], "importance");
  EXPECT_EQ(results["likelihoods"][3]["kind"], "exact");

  // Existing results are not computed again, even if the last step is missing.
  ASSERT_TRUE(std::filesystem::remove(folder.path() / "report/index.html"));
  const AppResult again = compare(folder, tiny_comparison());
  ASSERT_THAT(again, Succeeds());
  EXPECT_THAT(again.errors, AllOf(Not(HasSubstr("training gan-1")), Not(HasSubstr("measuring"))));
  EXPECT_TRUE(folder.has("report/index.html"));

  EXPECT_THAT(compare(folder, {"--data", tiny_data, "--images", "128"}),
              Refuses(1, "expected the settings of the comparison in report, got others"));
}

TEST(Compare, ComparesExistingRuns) {
  const TrainedVae folder;
  const AppResult result = compare(folder, {"run", "--out", "given"});
  ASSERT_THAT(result, Succeeds());
  const Json results = Json::parse(folder.text("given/results.json"));
  EXPECT_EQ(results["budget"]["kind"], "given");
  ASSERT_EQ(results["models"].size(), 1);
  EXPECT_EQ(results["models"][0]["name"], "run");
  EXPECT_EQ(results["models"][0]["runs"][0]["steps"], 6);

  EXPECT_THAT(compare(folder, {"run", "run", "--out", "twice"}),
              Refuses(2, "expected each run once and under a name of its own"));
  EXPECT_FALSE(folder.has("twice"));
}

TEST(Compare, RefusesInvalidOptions) {
  const TinyFolder folder;
  EXPECT_THAT(compare(folder, {"--data", "mnits"}), Refuses(2, "did you mean 'mnist'?"));
  EXPECT_THAT(compare(folder, {"--data", "tales"}), Refuses(2, "expected images"));
  EXPECT_THAT(compare(folder, {"nowhere"}), Refuses(1, "nowhere"));
  EXPECT_THAT(compare(folder, {"--minutes", "0"}), Refuses(2, "--minutes"));
  EXPECT_THAT(compare(folder, {"--minutes", "1", "--images", "5"}), Refuses(2, "--images"));
  EXPECT_FALSE(folder.has("report"));
}

}  // namespace
}  // namespace akin::tests
