#include "report/markdown.h"

#include <cmath>
#include <string>

#include <gmock/gmock.h>

#include <gtest/gtest.h>

#include "made_up_results.h"
#include "report/summary.h"

namespace akin::app {
namespace {

using nlohmann::ordered_json;
using ::testing::HasSubstr;
using ::testing::Not;

ordered_json evaluation(double frechet, double control, double authenticity) {
  return {{"samples", 100},
          {"metrics",
           {tests::made_up_metric("frechet", "features", "similar", frechet, control, "lower"),
            tests::made_up_metric("authenticity", "pca", "new", authenticity, 0.625, "control")}}};
}

/// Two models over seeds: 13, 14, 15 have mean 14 and sample standard deviation 1.
ordered_json by_hand(double other_control) {
  return {
      {"format", 1},
      {"models",
       {{{"name", "gan"},
         {"parameters", 1000},
         {"runs",
          {{{"seed", 1}, {"steps", 10}, {"evaluation", evaluation(13, 1.5, 0.5)}},
           {{"seed", 2}, {"steps", 20}, {"evaluation", evaluation(14, 1.5, 0.6)}},
           {{"seed", 3}, {"steps", 30}, {"evaluation", evaluation(15, 1.5, 0.7)}}}}},
        {{"name", "v|ae"},
         {"parameters", 2000},
         {"runs",
          {{{"seed", 1}, {"steps", 5}, {"evaluation", evaluation(0.0123, other_control, 1)}}}}}}}};
}

TEST(Markdown, RowsHaveMeanSpreadAndTheCommonControl) {
  const std::string text = report_markdown(by_hand(1.5));
  EXPECT_THAT(text, HasSubstr("| metric | space | better | control | gan | v\\|ae |\n"
                              "| --- | --- | --- | --- | --- | --- |\n"
                              "| frechet | features | lower | 1.50 | 14 ± 1 | 0.0123 |\n"));
  EXPECT_THAT(text, HasSubstr("| authenticity | pca | control | 62.5 % | 60 ± 10 % | 100 % |\n"));
  EXPECT_THAT(text, HasSubstr("| steps | 20 ± 10 | 5 |\n"));
  EXPECT_THAT(text, HasSubstr("| parameters | 1000 | 2000 |\n"));
}

TEST(Markdown, ControlsThatDifferAreInEachCell) {
  EXPECT_THAT(report_markdown(by_hand(1.7)),
              HasSubstr("| frechet | features | lower | in each cell | 14 ± 1 (control 1.50) | "
                        "0.0123 (control 1.70) |\n"));
}

TEST(Markdown, LikelihoodsOfLevelsAreInBitsPerDimensionToo) {
  ordered_json results = by_hand(1.5);
  const ordered_json gan = {{"model", "gan"}, {"kind", "undefined"}, {"pixels", ""}};
  const ordered_json levels = {{"model", "vae"},     {"kind", "importance"},
                               {"pixels", "levels"}, {"nats", {8517.25}},
                               {"items", 500},       {"bits_per_dimension", {4.0}}};
  const ordered_json binary = {{"model", "vae"},
                               {"kind", "importance"},
                               {"pixels", "binary"},
                               {"nats", {86.1}},
                               {"items", 500}};
  results["likelihoods"] = {gan, levels};
  EXPECT_THAT(report_markdown(results),
              HasSubstr("| model | pixels | kind | nats | test images | bits per dimension |\n"
                        "| --- | --- | --- | --- | --- | --- |\n"
                        "| gan |  | undefined | undefined | – | – |\n"
                        "| vae | levels | importance | 8517 | 500 | 4 |\n"));
  results["likelihoods"] = {gan, binary};
  EXPECT_THAT(report_markdown(results), Not(HasSubstr("bits per dimension")));
}

TEST(Markdown, AMissingMetricIsADash) {
  ordered_json results = by_hand(1.5);
  results["models"][1]["runs"][0]["evaluation"]["metrics"].erase(0);
  EXPECT_THAT(report_markdown(results),
              HasSubstr("| frechet | features | lower | 1.50 | 14 ± 1 | – |\n"));
}

TEST(Markdown, TheUncertaintyOfOneSeedIsMarked) {
  ordered_json results = by_hand(1.5);
  results["models"][1]["runs"][0]["evaluation"]["metrics"][0]["sd"] = 0.002;
  results["models"][0]["runs"][0]["evaluation"]["metrics"][0]["sd"] = 5;
  EXPECT_THAT(report_markdown(results), HasSubstr("| 14 ± 1 | 0.012 ± 0.002 (within) |\n"));
}

TEST(Markdown, ModelsAreShownByTheirTitles) {
  ordered_json results = by_hand(1.5);
  results["models"][0]["title"] = {{"en", "GAN, *small*"}, {"ko", "작은 GAN"}};
  EXPECT_THAT(report_markdown(results), HasSubstr("| control | GAN, \\*small\\* | v\\|ae |\n"));
}

TEST(Markdown, LikelihoodOfAGanIsUndefinedNotZero) {
  const std::string text = report_markdown(tests::made_up_results(1));
  EXPECT_THAT(text, HasSubstr("| gan | grey | undefined | undefined | 0 |\n"));
  // 86.1, 86.3, 86.8: mean 86.4, sd sqrt((0.09 + 0.01 + 0.16) / 2) = 0.36
  EXPECT_THAT(text, HasSubstr("| vae (binary) | binary | importance | 86.4 ± 0.4 | 500 |\n"));
  EXPECT_THAT(text, HasSubstr("| transformer (binary) | binary | exact | 84.9 | 10000 |\n"));
}

TEST(Markdown, WithoutAClassifierItsMetricsAreAbsent) {
  const std::string text = report_markdown(tests::made_up_results(2, false));
  EXPECT_THAT(text, Not(HasSubstr("| features | lower")));
  EXPECT_THAT(text, HasSubstr("| frechet | pca | lower | 0.500 |"));
  EXPECT_THAT(text, HasSubstr("| classifier, SHA-256 | – |\n"));
}

TEST(Summary, OfNothingAndOfOne) {
  EXPECT_FALSE(summarise({}));
  EXPECT_EQ(summary_text(summarise({})), "–");
  EXPECT_FALSE(summarise({3})->sd);
  EXPECT_DOUBLE_EQ(*summarise({1, 3})->sd, std::sqrt(2.0));
}

TEST(Summary, ThreeDigitsWithoutAnExponent) {
  EXPECT_EQ(number_text(0), "0");
  EXPECT_EQ(number_text(10), "10");
  EXPECT_EQ(number_text(1157.4), "1157");
  EXPECT_EQ(number_text(13.94), "13.9");
  EXPECT_EQ(number_text(-0.7512), "-0.751");
  EXPECT_EQ(number_text(0.000123456), "0.000123");
  EXPECT_EQ(number_text(123456789.5), "123456790");
}

TEST(Summary, ASpreadDecidesTheDecimals) {
  EXPECT_EQ(summary_text(Summary{13.9, 0.04}), "13.90 ± 0.04");
  EXPECT_EQ(summary_text(Summary{13.9, 0.00001}), "13.900 ± 0.000");  // five digits, no more
  EXPECT_EQ(summary_text(Summary{13.94, 2.2}), "14 ± 2");
  EXPECT_EQ(summary_text(Summary{-0.463, 2.2}), "-0.5 ± 2.2");  // its second digit is lost
  EXPECT_EQ(summary_text(Summary{0, 0.0008}), "0.00000 ± 0.00080");
  EXPECT_EQ(summary_text(Summary{-0.463, 0.22}), "-0.46 ± 0.22");
  EXPECT_EQ(summary_text(Summary{0.1, 1e-17}), "0.100 ± 0");
  EXPECT_EQ(summary_text(Summary{0.001, 0.0002}, true), "0.10 ± 0.02 %");
}

}  // namespace
}  // namespace akin::app
