// A Transformer predicts the next character from its context, which is all it needs to generate
// text. Its training data are small stories from a grammar, so whether a generated story is
// well-formed can be decided exactly, and whether it is new by searching the training set.
//
// Expected: within a minute most generated stories are well-formed and most of those are not in the
// training set; the last line reads "similar, but new" if more than half are both.

#include <algorithm>
#include <cstdio>
#include <string>
#include <unordered_set>
#include <vector>

#include "akin/data/tales.h"
#include "akin/experiment/text_splits.h"
#include "akin/families/transformer/text_model.h"
#include "akin/families/transformer/transformer_training.h"
#include "akin/training/fit.h"

int main() {
  torch::set_num_threads(1);  // matrices this small do not gain from more threads
  constexpr std::uint64_t seed = 1;
  const auto tales = akin::data::load_text({.data = {"tales"}});  // one document per line

  const akin::TransformerShape shape = {.context = 160,
                                        .layers = 2,
                                        .heads = 4,
                                        .width = 64,
                                        .rotary = true,
                                        .rms_norm = true,
                                        .squared_relu = true,
                                        .qk_norm = true};
  const auto model = std::make_shared<akin::TextModel>(shape, tales.tokenizer, true, seed);
  akin::TransformerTraining training(model, {.lr = 4e-3});
  akin::Recipe recipe;
  recipe.training.batch_size = 8;
  const auto splits = akin::text_splits(tales, recipe, shape.context, torch::kCPU);
  akin::fit(training, splits.train,
            {.steps = 2000, .schedule = {akin::Schedule::Shape::linear, 30}, .seed = seed});

  // Two samples from one prompt: the context determines the probabilities, the seed the draw.
  auto decoder = model->decoder();
  for (const std::uint64_t draw : {1, 2}) {
    const std::string prompt = "Once ";
    std::printf("%s%s\n", prompt.c_str(), model->generate_text(decoder, prompt, {}, draw).c_str());
  }

  std::unordered_set<std::string> training_set;
  for (const auto& tale : akin::data::tales(20000, 1, akin::data::Language::english)) {
    training_set.insert(tale);
  }
  constexpr int count = 100;
  int formed = 0;
  int formed_and_new = 0;
  for (int i = 0; i < count; ++i) {
    const std::string tale = model->generate_text(decoder, "", {}, static_cast<std::uint64_t>(i));
    const bool well_formed = akin::data::parses(tale, akin::data::Language::english);
    formed += well_formed ? 1 : 0;
    formed_and_new += well_formed && !training_set.contains(tale) ? 1 : 0;
  }
  std::printf("%d of %d stories are well-formed, %d of these are not in the training set\n", formed,
              count, formed_and_new);
  std::puts(2 * formed_and_new > count ? "similar, but new" : "not learned yet");
}
