// A Transformer keeps a context and foretells what comes next, one character at a time: that is all
// it learns, and all it needs to write. Here it reads small stories that are made by a grammar, so
// whether a new story is well-formed can be decided exactly, and whether it is new by looking it up
// among those it read.
//
// Expected: within a minute most new stories are well-formed and most of those were never read; the
// last line reads "similar, but new" where more than half are both.

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
  torch::set_num_threads(1);  // matrices this small are not worth sharing out
  constexpr std::uint64_t seed = 1;
  const auto tales = akin::data::load_text({.data = "tales"});  // documents, a line each

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

  // One prompt, two draws: the context decides what can follow, chance decides what does.
  auto decoder = model->decoder();
  for (const std::uint64_t draw : {1, 2}) {
    const std::string prompt = "Once ";
    std::printf("%s%s\n", prompt.c_str(), model->write(decoder, prompt, {}, draw).c_str());
  }

  std::unordered_set<std::string> read;
  for (const auto& tale : akin::data::tales(20000, 1, akin::data::Language::english)) {
    read.insert(tale);
  }
  constexpr int count = 100;
  int formed = 0;
  int formed_and_new = 0;
  for (int i = 0; i < count; ++i) {
    const std::string tale = model->write(decoder, "", {}, static_cast<std::uint64_t>(i));
    const bool well_formed = akin::data::parses(tale, akin::data::Language::english);
    formed += well_formed ? 1 : 0;
    formed_and_new += well_formed && !read.contains(tale) ? 1 : 0;
  }
  std::printf("%d of %d new stories are well-formed, %d of these were never read\n", formed, count,
              formed_and_new);
  std::puts(2 * formed_and_new > count ? "similar, but new" : "not learnt yet");
}
