#include <cstring>
#include <map>
#include <string>
#include <vector>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "akin/io/safetensors.h"
#include "akin/metrics/copies.h"
#include "akin/metrics/data_copying.h"
#include "akin/metrics/frechet.h"
#include "akin/metrics/kid.h"
#include "akin/metrics/neighbourhoods.h"
#include "akin/metrics/text_novelty.h"

#include "support/points.h"
#include "support/python.h"
#include "support/temporary_folder.h"

namespace akin::metrics {
namespace {

using numerics::Points;
using tests::normal_points;
using Metrics = std::map<std::string, double>;

/// `real` is also the test set of the memorisation metrics.
struct Sets {
  Points training = normal_points(1500, 6, "numpy training");
  Points real = normal_points(1200, 6, "numpy real");
  Points generated = plant_copies(normal_points(1200, 6, "numpy generated", 1.1F, 0.1F), training,
                                  {.share = 0.1, .noise = 0.01})
                         .points;
};

struct Writings {
  std::string training;
  std::vector<std::string> samples;
};

std::string words(std::int64_t count, const char* stream) {
  const std::vector<std::string> all = {"바다 ", "the ",   "sea ", "하늘은 ",
                                        "is ",   "blue. ", "🙂"};
  Random random(1, stream);
  std::string text;
  for (std::int64_t i = 0; i < count; ++i) {
    text += all[static_cast<std::size_t>(random.below(7))];
  }
  return text;
}

Writings make_texts() {
  Writings texts{words(2000, "numpy training"), {}};
  texts.samples = {words(300, "numpy a"), "short", words(40, "numpy b")};
  const std::size_t start = texts.training.find("the sea");
  texts.samples.push_back(
      "! " + texts.training.substr(start, texts.training.find("is", start + 150) - start) + " !");
  return texts;
}

io::RawTensor raw(const Points& points) {
  io::RawTensor tensor{"F32", {points.rows(), points.cols()}, {}};
  tensor.bytes.resize(static_cast<std::size_t>(points.size()) * sizeof(float));
  std::memcpy(tensor.bytes.data(), points.data(), tensor.bytes.size());
  return tensor;
}

Metrics by_numpy(const std::string& python, const Sets& sets, const Points& centroids,
                 const Writings& texts) {
  const tests::TemporaryFolder folder;
  io::write_safetensors(folder.path() / "inputs.safetensors", {{{"real", raw(sets.real)},
                                                                {"generated", raw(sets.generated)},
                                                                {"training", raw(sets.training)},
                                                                {"centroids", raw(centroids)}},
                                                               {}});
  io::write_atomically(
      folder.path() / "texts.json",
      nlohmann::json{{"training", texts.training}, {"samples", texts.samples}}.dump());
  const auto result =
      tests::run_shell(fmt::format("{} -B '{}/tests/metrics/reference_metrics.py' '{}'", python,
                                   AKIN_SOURCE_DIR, folder.path().string()));
  EXPECT_EQ(result.status, 0) << result.output;
  return result.status == 0 ? nlohmann::json::parse(result.output).get<Metrics>() : Metrics{};
}

Metrics by_akin(const Sets& sets, const DataCopyingTest& copying, const Writings& texts) {
  const Neighbourhoods overlap = neighbourhoods(sets.real, sets.generated);
  const DataCopying copied = copying.score(sets.generated);
  const auto ours = numerics::nearest(sets.generated, sets.training);
  const auto theirs = numerics::nearest(sets.real, sets.training);
  const TextNovelty text =
      text_novelty(match_lengths(texts.samples, tokens::text_source(texts.training)));
  Metrics metrics = {{"frechet", frechet_distance(numerics::moments(sets.real),
                                                  numerics::moments(sets.generated))},
                     {"kid", kid(sets.real, sets.generated, {.subset_size = 1200}).mean},
                     {"precision", overlap.precision},
                     {"recall", overlap.recall},
                     {"density", overlap.density},
                     {"coverage", overlap.coverage},
                     {"c_t", copied.statistic.value_or(0)},
                     {"test_mass", copied.test_mass},
                     {"copy_rate", copy_rate(ours.distance, theirs.distance).share},
                     {"authenticity", authenticity(ours, sets.training).share},
                     {"text_copy_rate", text.copy_rate}};
  for (const NovelNgrams& ngrams : text.ngrams) {
    metrics.emplace(fmt::format("novel {}", ngrams.n), ngrams.share().value_or(-1));
  }
  return metrics;
}

TEST(ReferenceMetrics, AgreeWithNumPy) {
  const auto python = tests::python_with("numpy");
  if (!python) {
    GTEST_SKIP() << "no Python 3 with NumPy here; scripts/setup --tests installs one";
  }
  const Sets sets;
  const Writings texts = make_texts();
  const DataCopyingTest copying(sets.training, sets.real, {.cells = 12});
  const Metrics theirs = by_numpy(*python, sets, copying.centroids(), texts);
  const Metrics ours = by_akin(sets, copying, texts);
  ASSERT_EQ(theirs.size(), ours.size());
  for (const auto& [name, value] : theirs) {
    ASSERT_TRUE(ours.contains(name)) << name;
    EXPECT_NEAR(ours.at(name), value, 1e-6) << name;
    EXPECT_NE(value, 0) << name << " is no test at 0";
  }
}

}  // namespace
}  // namespace akin::metrics
