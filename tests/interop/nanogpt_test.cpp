#include <vector>

#include <nlohmann/json.hpp>

#include "akin/experiment/run_folder.h"
#include "akin/families/transformer/text_model.h"
#include "akin/inference/decoder.h"
#include "akin/io/file.h"
#include "akin/tokens/character_tokenizer.h"
#include "akin/tokens/tokenizer.h"
#include "akin/training/checkpoint.h"

#include "interop/python_test.h"
#include "support/error_of.h"
#include "support/imports.h"
#include "support/reference_transformer.h"

namespace akin {
namespace {

using inference::RawTensors;
using inference::TransformerShape;
using testing::HasSubstr;
using torch::Tensor;

constexpr TransformerShape gpt_shape = {
    .context = 16, .layers = 3, .heads = 4, .width = 32, .vocabulary_size = 29};
const std::vector<std::int32_t> gpt_tokens = {3, 28, 0, 7, 7, 19, 1, 4, 11, 25, 2, 28, 0, 16, 9, 5};

nn::NamedTensors gpt_inputs() {
  return {
      {"tokens", torch::tensor(std::vector<std::int64_t>(gpt_tokens.begin(), gpt_tokens.end()))}};
}

/// Logits behind every token, [n, vocabulary].
using Logits = Tensor (*)(const TransformerShape&, const RawTensors&);

Tensor decoder_logits(const TransformerShape& shape, const RawTensors& tensors) {
  inference::Decoder decoder(shape, tensors);
  std::vector<Tensor> rows;
  for (const std::int32_t token : gpt_tokens) {
    const auto logits = decoder.step(token);
    rows.push_back(torch::tensor(std::vector<float>(logits.begin(), logits.end())));
  }
  return torch::stack(rows);
}

/// The 29 from "A" to "]".
std::string gpt_characters() {
  std::string characters;
  for (int i = 0; i < 29; ++i) {
    characters += static_cast<char>('A' + i);
  }
  return characters;
}

std::shared_ptr<TextModel> text_model(const TransformerShape& shape) {
  const std::string characters = gpt_characters();
  const auto source = tokens::text_source(characters);
  return std::make_shared<TextModel>(shape, tokens::make_character_tokenizer(source), false, 1);
}

Tensor logits_of(TextModel& model) {
  const torch::NoGradGuard no_grad;
  return model.transformer().logits(gpt_inputs().at("tokens").unsqueeze(0)).squeeze(0);
}

Tensor module_logits(const TransformerShape& shape, const RawTensors& tensors) {
  const auto model = text_model(shape);
  nn::copy_into(model->tensors(), io::Safetensors{tensors, {}}, "gpt");
  return logits_of(*model);
}

struct Implementation {
  std::string name;
  Logits logits;
};

/// All that read such weights.
const std::vector<Implementation>& implementations() {
  static const std::vector<Implementation> all = {{"Decoder", decoder_logits},
                                                  {"Transformer", module_logits}};
  return all;
}

void expect_same_logits(const TransformerShape& shape, const RawTensors& tensors,
                        const nn::NamedTensors& theirs) {
  for (const auto& [name, logits] : implementations()) {
    SCOPED_TRACE(name);
    tests::expect_same({{"logits", logits(shape, tensors)}}, theirs);
  }
}

class NanoGptInPython : public tests::PythonTest {
 protected:
  /// What the script's model makes of the tokens.
  [[nodiscard]] nn::NamedTensors answer(const std::string& verb) const {
    const nlohmann::json shape = {{"vocabulary", gpt_shape.vocabulary_size},
                                  {"context", gpt_shape.context},
                                  {"layers", gpt_shape.layers},
                                  {"heads", gpt_shape.heads},
                                  {"width", gpt_shape.width}};
    io::write_atomically(file("shape.json"), shape.dump());
    return PythonTest::answer("nanogpt.py", verb, gpt_inputs());
  }

  /// The file it made, by the heads that no file tells.
  tests::ImportedTransformer imported() const {
    TransformerShape settings;
    settings.heads = gpt_shape.heads;
    return tests::import_transformer(io::read_safetensors(file("model.safetensors")), settings,
                                     "gpt");
  }
};

TEST_F(NanoGptInPython, RunsOurWeights) {
  RawTensors weights = tests::random_weights(gpt_shape);
  weights["lm_head.weight"] = weights.at("transformer.wte.weight");
  io::write_safetensors(file("model.safetensors"), {weights, {{"format", "pt"}}});
  expect_same_logits(gpt_shape, weights, answer("run"));
}

TEST_F(NanoGptInPython, RunsTheFileOfOurModel) {
  const auto model = text_model(gpt_shape);
  save_weights(file("model.safetensors"), model->tensors());
  expect_same_logits(gpt_shape, nn::to_raw(model->tensors()), answer("run"));
}

TEST_F(NanoGptInPython, MakesWeightsThatWeReadUnchanged) {
  const auto theirs = answer("make");
  const auto written = io::read_safetensors(file("model.safetensors"));
  expect_same_logits(gpt_shape, written.tensors, theirs);
}

/// The same weights in the layouts of common files.
class NanoGptFile : public NanoGptInPython, public testing::WithParamInterface<const char*> {};

TEST_P(NanoGptFile, IsImported) {
  const auto theirs = answer(GetParam());
  const tests::ImportedTransformer gpt = imported();
  EXPECT_EQ(gpt.shape, gpt_shape);
  expect_same_logits(gpt.shape, gpt.tensors, theirs);
}

INSTANTIATE_TEST_SUITE_P(Interop, NanoGptFile,
                         testing::Values("make", "make-compiled", "make-masked", "make-shared",
                                         "make-half"),
                         [](const auto& verb_case) {
                           const std::string verb = verb_case.param;
                           return verb == "make" ? std::string("plain") : verb.substr(5);
                         });

TEST_F(NanoGptInPython, UntiedWeightsAreRefused) {
  ASSERT_FALSE(answer("make-untied").empty());
  EXPECT_THAT(tests::error_of([&] { imported(); }), HasSubstr("an output layer of its own"));
}

TEST_F(NanoGptInPython, TheLayoutOfGpt2IsRefused) {
  ASSERT_FALSE(answer("make-transposed").empty());
  EXPECT_THAT(tests::error_of([&] { imported(); }), HasSubstr("the layout of GPT-2's Conv1D"));
}

TEST_F(NanoGptInPython, TheVocabularyIsConverted) {
  const std::string text = "Similar, but new:\n\u00e4\ud55c\U0001f600!";
  io::write_atomically(file("input.txt"), text);
  run("vocabulary.py", "");
  const auto tokenizer =
      tokens::tokenizer_from_json(io::read_text(file("tokenizer.json")), "tokenizer.json");
  const auto ours = tokens::make_character_tokenizer(tokens::text_source(text));
  EXPECT_EQ(tokenizer->to_json(), ours->to_json());
}

TEST_F(NanoGptInPython, ACheckpointAndItsVocabularyMakeARun) {
  const auto theirs = answer("make-compiled");
  const tests::ImportedTransformer gpt = imported();
  io::write_atomically(file("input.txt"), gpt_characters());
  run("vocabulary.py", "");
  Recipe recipe = preset_recipe("transformer", "nanogpt");
  static_cast<TransformerFamilySettings&>(*recipe.family).model.shape = gpt.shape;
  recipe.image = {0, 0, 0};
  const RunFolder folder(file(""));
  io::write_atomically(folder.config(), to_json(recipe));
  io::write_safetensors(folder.weights(), {gpt.tensors, {{"format", "pt"}}});
  const auto model = std::static_pointer_cast<TextModel>(open_run(folder).model);
  ASSERT_NE(model, nullptr);
  tests::expect_same({{"logits", logits_of(*model)}}, theirs);
  EXPECT_EQ(model->tokenizer().decode(std::vector<tokens::Token>{0, 28}), "A]");
}

}  // namespace
}  // namespace akin
