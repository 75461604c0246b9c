#include "akin/experiment/text_splits.h"

#include <gmock/gmock.h>

#include "akin/base/require.h"

#include "support/error_of.h"
#include "support/tensors.h"
#include "support/tiny_text.h"

namespace akin {
namespace {

using testing::ElementsAre;

data::TextData text_of(const std::string& train, const std::string& validation, bool documents) {
  data::TextData data;
  data.tokenizer = tests::tiny_tokenizer();  // "\n" is 0, a is 1, ...
  data.documents = documents;
  data.train = {data.tokenizer->vocabulary_size(), data.tokenizer->encode(train)};
  data.validation = {data.tokenizer->vocabulary_size(), data.tokenizer->encode(validation)};
  return data;
}

Recipe batches_of(std::int64_t size) {
  Recipe recipe;
  recipe.training.batch_size = size;
  return recipe;
}

TEST(TextSplits, TrainOnSpansOfTheText) {
  const auto data = text_of("abcdeabcdeabcde", "abcde", false);
  const Splits splits = text_splits(data, batches_of(6), 3, torch::kCPU);
  EXPECT_EQ(splits.items, 5);
  const auto batch = splits.train(0).data;
  ASSERT_EQ(batch.sizes(), at::IntArrayRef({6, 4}));
  for (std::int64_t row = 0; row < 6; ++row) {
    for (std::int64_t i = 1; i < 4; ++i) {  // the text repeats a to e, which are 1 to 5
      EXPECT_EQ(batch[row][i].item<std::int64_t>(), batch[row][i - 1].item<std::int64_t>() % 5 + 1);
    }
  }
  EXPECT_TRUE(torch::equal(splits.train(0).data, batch));
  EXPECT_FALSE(torch::equal(splits.train(1).data, batch));
}

TEST(TextSplits, ValidatePredictionsOfEveryTokenButTheFirstOnce) {
  const auto data = text_of("abcdeabcde", "abcdeab", false);
  const Splits splits = text_splits(data, batches_of(2), 3, torch::kCPU);
  ASSERT_EQ(splits.validation_batches, 1);
  EXPECT_THAT(tests::elements(splits.validation(0).data),
              ElementsAre(1, 2, 3, 4, 4, 5, 1, 2));  // abcd, deab
}

TEST(TextSplits, PutEachDocumentInARow) {
  const auto data = text_of("\nab\ncde\n", "\ne\nab\n", true);
  const Splits splits = text_splits(data, batches_of(2), 8, torch::kCPU);
  EXPECT_EQ(splits.items, 2);
  const auto batch = splits.train(0).data;  // both documents, in some order
  ASSERT_EQ(batch.sizes(), at::IntArrayRef({2, 5}));
  std::vector<std::vector<float>> rows = {tests::elements(batch[0]), tests::elements(batch[1])};
  EXPECT_THAT(
      rows, testing::UnorderedElementsAre(ElementsAre(0, 1, 2, 0, -1), ElementsAre(0, 3, 4, 5, 0)));
  EXPECT_THAT(tests::elements(splits.validation(0).data), ElementsAre(0, 5, 0, -1, 0, 1, 2, 0));
}

TEST(TextSplits, StartALongDocumentAtARandomToken) {
  const auto data = text_of("\nabcdeabcde\n", "\nabcdeabc\n", true);
  const Splits splits = text_splits(data, batches_of(1), 4, torch::kCPU);
  std::set<std::int64_t> first;
  for (std::int64_t step = 0; step < 40; ++step) {
    const auto batch = splits.train(step).data;
    ASSERT_EQ(batch.sizes(), at::IntArrayRef({1, 5}));
    first.insert(batch[0][0].item<std::int64_t>());
  }
  EXPECT_GT(first.size(), 3U);
  // The nine tokens after the first "\n" are predicted in blocks of four.
  EXPECT_EQ((splits.validation(0).data.slice(1, 1) >= 0).sum().item<std::int64_t>(), 9);
}

TEST(TextSplits, RefuseATextShorterThanTheContext) {
  const auto data = text_of("abc", "a", false);
  EXPECT_THAT(
      tests::error_of<UsageError>([&] { text_splits(data, batches_of(1), 3, torch::kCPU); }),
      testing::HasSubstr("longer than the context of 3 tokens, got 3"));
}

}  // namespace
}  // namespace akin
