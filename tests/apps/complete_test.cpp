#include <gmock/gmock.h>

#include "support/tiny_run.h"

namespace akin::tests {
namespace {

/// A Transformer of images that trains one step.
Words tiny_image_transformer(const std::string& pixels = "binary", const Words& more = {}) {
  return Words{"train",       "transformer", "--data",       tiny_data, "--pixels",  pixels,
               "--tokenizer", "binary-2x2",  "--batch-size", "4",       "--layers",  "1",
               "--heads",     "2",           "--width",      "8",       "--threads", "1",
               "--steps",     "1",           "--out",        "run"} +
         more;
}

TEST(Complete, KeepsTheUpperHalfAndGeneratesTheLower) {
  for (const Words& more : {Words{}, Words{"--conditional"}}) {
    const TinyFolder folder;
    ASSERT_THAT(folder.run(tiny_image_transformer("binary", more)), Succeeds());
    const Words complete = {"sample", "run", "--complete", "--count", "6", "--out", "out.png"};
    ASSERT_THAT(folder.run(complete), Succeeds());
    const std::string first = folder.text("out.png");
    ASSERT_THAT(folder.run(complete + Words{"--force"}), Succeeds());
    EXPECT_EQ(folder.text("out.png"), first);
    ASSERT_THAT(folder.run(complete + Words{"--force", "--seed", "1"}), Succeeds());
    EXPECT_NE(folder.text("out.png"), first);
  }
}

TEST(Complete, RefusesInvalidOptions) {
  const TinyFolder folder;
  ASSERT_THAT(folder.run(tiny_image_transformer()), Succeeds());
  const auto sample = [&](const Words& more) {
    return folder.run(Words{"sample", "run", "--complete"} + more);
  };
  EXPECT_THAT(sample({"--label", "1"}), Refuses(2, "[--label]"));
  EXPECT_THAT(sample({"--nearest"}), Refuses(2, "excludes"));
  EXPECT_THAT(sample({"--prompt", "a"}), Refuses(2, "[--prompt] expected a model of text"));
  EXPECT_THAT(folder.run(tiny_image_transformer("grey", {"--force"})),
              Refuses(2, "add --pixels binary"));
  EXPECT_TRUE(folder.has("run/model.safetensors"));  // what is there is not lost
}

TEST(Complete, IsForATransformer) {
  const TrainedFolder folder;
  EXPECT_THAT(folder.run({"sample", "run", "--complete"}),
              Refuses(2, "[--complete] expected a model that completes images, got a gan"));
  EXPECT_THAT(folder.run({"sample", "run", "--top-k", "3"}),
              Refuses(2, "[--top-k] expected a transformer, got a gan"));
}

}  // namespace
}  // namespace akin::tests
