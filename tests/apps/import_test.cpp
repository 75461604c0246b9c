#include <gmock/gmock.h>

#include <nlohmann/json.hpp>

#include "akin/io/safetensors.h"

#include "support/tiny_run.h"

namespace akin::tests {
namespace {

/// A run of a small nanoGPT on text, and what imports its weights.
class TrainedGpt : public TinyFolder {
 public:
  TrainedGpt() {
    std::string text;
    for (int i = 0; i < 40; ++i) {
      text += "the fox lives in the forest.\n";
    }
    write("text.txt", text);
    const AppResult result =
        run({"train",   "transformer", "--preset",  "nanogpt", "--data", "text.txt",  "--layers",
             "2",       "--heads",     "2",         "--width", "16",     "--context", "16",
             "--steps", "4",           "--threads", "1",       "--out",  "run"});
    require(result.status == 0, "[tests] expected a trained run, got: {}", result.errors);
  }
  [[nodiscard]] AppResult import(const Words& more, const std::string& out = "imported",
                                 const std::string& file = "run/model.safetensors") const {
    return run(Words{"import", "transformer", file, "--tokenizer-file", "run/tokenizer.json",
                     "--out", out} +
               more);
  }
  [[nodiscard]] io::Safetensors weights(const std::string& of) const {
    return io::read_safetensors(path() / of / "model.safetensors");
  }
};

TEST(Import, OfAGptGeneratesTheSameText) {
  const TrainedGpt folder;
  const AppResult imported = folder.import({"--heads", "2"});
  ASSERT_THAT(imported, Succeeds());
  EXPECT_EQ(imported.output, "imported\n");
  const Words prompt = {"--prompt", "the", "--length", "40"};
  const AppResult ours = folder.run(Words{"sample", "run"} + prompt);
  ASSERT_THAT(ours, Succeeds());
  EXPECT_EQ(folder.run(Words{"sample", "imported"} + prompt).output, ours.output);
  EXPECT_THAT(folder.run({"inspect", "imported"}).output, testing::HasSubstr("layers 2, heads 2"));
  EXPECT_THAT(folder.run({"inspect", "imported", "--command"}), Refuses(1, "imported weights"));
}

TEST(Import, OfAGptResumesTrainingOnGivenData) {
  const TrainedGpt folder;
  ASSERT_THAT(folder.import({"--heads", "2"}), Succeeds());
  const Words resume = {"train", "transformer", "--resume", "imported", "--steps", "2"};
  EXPECT_THAT(folder.run(resume), Refuses(2, "import them with --data"));
  ASSERT_THAT(folder.import({"--heads", "2", "--data", "text.txt", "--force"}), Succeeds());
  const auto before = folder.text("imported/model.safetensors");
  EXPECT_EQ(before, folder.text("run/model.safetensors"));
  ASSERT_THAT(folder.run(resume), Succeeds());
  EXPECT_NE(folder.text("imported/model.safetensors"), before);
}

TEST(Import, OfAGptRefusesWhatDoesNotFit) {
  const TrainedGpt folder;
  EXPECT_THAT(folder.import({}), Refuses(2, "[--heads] expected the number of attention heads"));
  EXPECT_THAT(folder.import({"--heads", "3"}), Refuses(2, "divides the width 16"));
  EXPECT_THAT(folder.import({"--heads", "2", "--layers", "3"}),
              Refuses(2, "expected layers 2, got 3"));
  EXPECT_THAT(folder.import({"--heads", "2"}, "run"), Refuses(1, "--force"));
  folder.write("run/tokenizer.json", R"({"kind": "bytes"})");
  EXPECT_THAT(folder.import({"--heads", "2"}), Refuses(1, "as 'model.safetensors' has, got 256"));
  EXPECT_THAT(folder.run({"import", "transformer", "run/model.safetensors", "--heads", "2"}),
              Refuses(2, "[--tokenizer-file] expected the vocabulary"));
  EXPECT_THAT(folder.run({"import", "vae", "run/model.safetensors"}), Refuses(1, "'fc21.weight'"));
  EXPECT_THAT(folder.run({"import", "gan", "none.safetensors"}), Refuses(1, "none.safetensors"));
  EXPECT_FALSE(folder.has("imported"));
  EXPECT_FALSE(folder.has("runs"));
}

TEST(Import, NamesMissingAndUnknownTensors) {
  const TrainedGpt folder;
  auto file = io::read_safetensors(folder.path() / "run/model.safetensors");
  auto node = file.tensors.extract("transformer.h.1.ln_2.weight");
  node.key() = "transformer.h.1.ln_3.weight";
  file.tensors.insert(std::move(node));
  io::write_safetensors(folder.path() / "run/model.safetensors", file);
  const AppResult refused = folder.import({"--heads", "2"});
  EXPECT_THAT(refused, Refuses(1, "transformer.h.1.ln_2.weight"));
  EXPECT_THAT(refused, Refuses(1, "transformer.h.1.ln_3.weight"));
}

TEST(Import, OfShardsIsThatOfOneFile) {
  const TrainedGpt folder;
  nlohmann::json map;
  std::map<std::string, io::Safetensors> shards;
  for (const auto& [name, tensor] : folder.weights("run").tensors) {
    const std::string shard = shards.size() == 1 ? "model-00002-of-00002.safetensors"
                                                 : "model-00001-of-00002.safetensors";
    shards[shard].tensors["_orig_mod." + name] = tensor;
    map["_orig_mod." + name] = shard;
  }
  for (const auto& [name, shard] : shards) {
    io::write_safetensors(folder.path() / "gpt" / name, shard);
  }
  folder.write("gpt/model.safetensors.index.json", nlohmann::json{{"weight_map", map}}.dump());
  for (const char* file : {"gpt", "gpt/model.safetensors.index.json"}) {
    ASSERT_THAT(folder.import({"--heads", "2", "--force"}, "imported", file), Succeeds());
    EXPECT_EQ(folder.text("imported/model.safetensors"), folder.text("run/model.safetensors"));
  }
  EXPECT_THAT(folder.import({"--heads", "2"}, "other", "gpt/model-00001-of-00002.safetensors"),
              Refuses(1, "one shard of several"));
  std::filesystem::remove(folder.path() / "gpt/model-00002-of-00002.safetensors");
  EXPECT_THAT(folder.import({"--heads", "2"}, "other", "gpt/"),
              Refuses(1, "expected 'model-00002-of-00002.safetensors' in the folder"));
  EXPECT_FALSE(folder.has("other"));
}

TEST(Import, OfBfloat16HasTheSameNumbersAsF32) {
  const TrainedGpt folder;
  io::Safetensors rounded;   // f32 whose lower half is 0
  io::Safetensors bfloat16;  // the upper half
  for (const auto& [name, tensor] : folder.weights("run").tensors) {
    rounded.tensors[name] = tensor;
    bfloat16.tensors[name] = {"BF16", tensor.shape, {}};
    for (std::size_t i = 0; i < tensor.bytes.size(); i += 4) {
      io::Bytes& bytes = rounded.tensors[name].bytes;
      bytes[i] = bytes[i + 1] = 0;
      bfloat16.tensors[name].bytes.insert(bfloat16.tensors[name].bytes.end(),
                                          {bytes[i + 2], bytes[i + 3]});
    }
  }
  io::write_safetensors(folder.path() / "gpt.safetensors", bfloat16);
  ASSERT_THAT(folder.import({"--heads", "2"}, "imported", "gpt.safetensors"), Succeeds());
  const io::Safetensors imported = folder.weights("imported");
  ASSERT_EQ(imported.tensors.size(), rounded.tensors.size());
  for (const auto& [name, tensor] : imported.tensors) {
    EXPECT_EQ(tensor.dtype, "F32") << name;
    EXPECT_EQ(tensor.bytes, rounded.tensors.at(name).bytes) << name;
  }
}

TEST(Import, OfAnotherFileSaysWhatItIsAndWhatToDo) {
  const TrainedGpt folder;
  const auto refusal = [&](const std::string& content) {
    folder.write("gpt.safetensors", content);
    return folder.import({"--heads", "2"}, "imported", "gpt.safetensors");
  };
  EXPECT_THAT(refusal("version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 1\n"),
              Refuses(1,
                      "[gpt.safetensors] expected a safetensors file, got a Git LFS pointer (run "
                      "`git lfs pull` to get the file itself)"));
  EXPECT_THAT(
      refusal("\x80\x02\x8a\x0a\x6c\xfc\x9c\x46\xf9\x20\x6a\xa8\x50\x19."),
      Refuses(1, "got a checkpoint of torch.save() before PyTorch 1.6; convert it in Python"));
  EXPECT_FALSE(folder.has("imported"));
}

/// Families of images, whose reference presets generate the same samples once imported.
class ImportOfImages : public testing::TestWithParam<std::pair<const char*, const char*>> {};

TEST_P(ImportOfImages, GeneratesTheSameSamples) {
  const auto& [family, preset] = GetParam();
  const TinyFolder folder;
  ASSERT_THAT(folder.run({"train", family, "--preset", preset, "--data", tiny_data, "--batch-size",
                          "4", "--steps", "1", "--threads", "1", "--out", "run"}),
              Succeeds());
  ASSERT_THAT(folder.run({"import", family, "run/model.safetensors", "--out", "imported"}),
              Succeeds());
  for (const char* run : {"run", "imported"}) {
    ASSERT_THAT(folder.run({"sample", run, "--count", "4", "--out", std::string(run) + ".png"}),
                Succeeds());
  }
  EXPECT_EQ(folder.text("imported.png"), folder.text("run.png"));
  EXPECT_THAT(folder.run({"sample", "imported", "--nearest"}),
              Refuses(2, "import them with --data"));
  ASSERT_THAT(folder.run({"import", family, "run/model.safetensors", "--out", "imported", "--data",
                          tiny_data, "--force"}),
              Succeeds());
  EXPECT_THAT(folder.run({"sample", "imported", "--nearest", "--count", "4"}), Succeeds());
}

INSTANTIATE_TEST_SUITE_P(All, ImportOfImages,
                         testing::Values(std::pair{"gan", "dcgan"}, std::pair{"vae", "mlp"}),
                         [](const auto& one) { return std::string(one.param.first); });

}  // namespace
}  // namespace akin::tests
