#include <cmath>
#include <cstring>

#include <gmock/gmock.h>

#include <nlohmann/json.hpp>

#include "akin/io/safetensors.h"

#include "support/tiny_run.h"

namespace akin::tests {
namespace {

using io::Bytes;

/// A safetensors file of this header and as many bytes behind it.
Bytes file_of(const std::string& header, std::size_t data_size) {
  Bytes bytes(8 + header.size() + data_size);
  for (unsigned i = 0; i < 8; ++i) {
    bytes[i] = static_cast<std::uint8_t>(std::uint64_t{header.size()} >> (8U * i));
  }
  std::copy(header.begin(), header.end(), bytes.begin() + 8);
  return bytes;
}

class BadRun : public testing::Test {
 protected:
  AppResult sample() { return folder_.run({"sample", "run", "--out", "x.png"}); }
  AppResult with_weights(const Bytes& bytes) {
    io::write_atomically(model_, bytes);
    return sample();
  }
  template <class Change>
  AppResult with_changed_weights(const Change& change) {
    io::Safetensors changed = weights_;
    change(changed.tensors);
    return with_weights(io::format_safetensors(changed));
  }
  template <class Change>
  AppResult with_config(const Change& change) {
    nlohmann::json changed = config_;
    change(changed);
    folder_.write("run/config.json", changed.dump());
    return sample();
  }
  void TearDown() override { EXPECT_FALSE(folder_.has("x.png")); }

  TrainedFolder folder_;
  const std::filesystem::path model_ = folder_.path() / "run/model.safetensors";
  const io::Safetensors weights_ = io::read_safetensors(model_);
  const nlohmann::json config_ = nlohmann::json::parse(folder_.text("run/config.json"));
};

TEST_F(BadRun, WeightsWithAWrongHeader) {
  EXPECT_THAT(with_weights({}), Refuses(1, "got an empty file"));
  EXPECT_THAT(with_weights(Bytes(8, 0xff)), Refuses(1, "got other bytes"));
  EXPECT_THAT(with_weights(file_of("{", 0)), Refuses(1, "expected JSON"));
  EXPECT_THAT(with_weights(file_of("[1]", 0)), Refuses(1, "model.safetensors"));
  const auto tensor = [](const std::string& dtype, const std::string& shape,
                         const std::string& offsets) {
    return fmt::format(R"({{"dtype":"{}","shape":[{}],"data_offsets":[{}]}})", dtype, shape,
                       offsets);
  };
  const auto one = [&](const std::string& dtype, const std::string& shape,
                       const std::string& offsets) {
    return with_weights(file_of(R"({"a":)" + tensor(dtype, shape, offsets) + "}", 8));
  };
  EXPECT_THAT(one("F32", "2", "0,1099511627776"), Refuses(1, "offsets"));
  EXPECT_THAT(one("F32", "2", "8,0"), Refuses(1, "offsets"));
  EXPECT_THAT(one("F32", "2", "-8,0"), Refuses(1, "offsets"));
  EXPECT_THAT(one("F32", "3", "0,8"), Refuses(1, "expected the bytes of F32 [3]"));
  EXPECT_THAT(one("F32", "4294967296,4294967296,2", "0,8"), Refuses(1, "expected the bytes"));
  EXPECT_THAT(one("F33", "2", "0,8"), Refuses(1, "got 'F33'"));
  const std::string same = tensor("F32", "2", "0,8");
  EXPECT_THAT(with_weights(file_of(R"({"a":)" + same + R"(,"b":)" + same + "}", 8)),
              Refuses(1, "overlap"));
}

TEST_F(BadRun, WeightsThatAreCutOff) {
  const Bytes whole = io::format_safetensors(weights_);
  for (const std::size_t size : {std::size_t{4}, std::size_t{100}, whole.size() - 1}) {
    EXPECT_THAT(
        with_weights(Bytes(whole.begin(), whole.begin() + static_cast<std::ptrdiff_t>(size))),
        Refuses(1, "run/model.safetensors"));
  }
}

TEST_F(BadRun, WeightsThatAreAnotherFile) {
  const std::string pointer = "version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 1\n";
  EXPECT_THAT(with_weights(Bytes(pointer.begin(), pointer.end())),
              Refuses(1, "got a Git LFS pointer (run `git lfs pull`"));
}

TEST_F(BadRun, WeightsOfAnotherModel) {
  const std::string first = weights_.tensors.begin()->first;
  EXPECT_THAT(with_changed_weights([&](auto& all) { all.erase(first); }),
              Refuses(1, "expected a tensor '" + first));
  EXPECT_THAT(with_changed_weights([&](auto& all) { all["more"] = all[first]; }),
              Refuses(1, "expected no tensor 'more'"));
  EXPECT_THAT(with_changed_weights([&](auto& all) {
                all[first].shape = {all[first].count(), 1, 1};
              }),
              Refuses(1, first));
  EXPECT_THAT(with_changed_weights([&](auto& all) { all[first].dtype = "I32"; }),
              Refuses(1, "I32"));
}

TEST_F(BadRun, WeightsThatAreNotNumbers) {
  const std::string first = weights_.tensors.begin()->first;
  for (const float value : {std::nanf(""), HUGE_VALF}) {
    const AppResult result = with_changed_weights(
        [&](auto& all) { std::memcpy(all[first].bytes.data(), &value, sizeof(value)); });
    EXPECT_THAT(result, Refuses(1, "NaN or infinity in '" + first));
  }
}

TEST_F(BadRun, StateThatIsDamaged) {
  const std::string state = folder_.text("run/state.safetensors");
  folder_.write("run/state.safetensors", state.substr(0, state.size() / 2));
  const auto before = reproducible_files(folder_.path() / "run");
  EXPECT_THAT(folder_.run({"train", "gan", "--resume", "run", "--steps", "9"}),
              Refuses(1, "state.safetensors"));
  EXPECT_THAT(folder_.run({"inspect", "run"}), Refuses(1, "state.safetensors"));
  EXPECT_EQ(reproducible_files(folder_.path() / "run"), before);
}

TEST_F(BadRun, ConfigThatIsBroken) {
  for (const char* text : {"", "{", "[]", "null", "{\"format\": 1}"}) {
    folder_.write("run/config.json", text);
    EXPECT_THAT(sample(), Refuses(1, "run/config.json"));
  }
  EXPECT_THAT(with_config([](auto& c) { c["format"] = 2; }), Refuses(1, "update it"));
  EXPECT_THAT(with_config([](auto& c) { c["family"] = "diffusion"; }), Refuses(1, "'diffusion'"));
  EXPECT_THAT(with_config([](auto& c) { c["oops"] = 1; }), Refuses(1, "no key 'oops'"));
  EXPECT_THAT(with_config([](auto& c) { c["learning"]["oops"] = 1; }), Refuses(1, "learning.oops"));
  EXPECT_THAT(with_config([](auto& c) { c["learning"].erase("lr"); }), Refuses(1, "learning.lr"));
  EXPECT_THAT(with_config([](auto& c) { c["learning"]["lr"] = "fast"; }),
              Refuses(1, "learning.lr"));
  EXPECT_THAT(with_config([](auto& c) { c["learning"]["lr"] = -1; }),
              Refuses(1, "run/config.json"));
  EXPECT_THAT(with_config([](auto& c) { c["image"]["width"] = 1 << 30; }), Refuses(1, "1024x1024"));
  EXPECT_THAT(with_config([](auto& c) { c["model"]["generator_width"] = 8; }),
              Refuses(1, "belongs to another model"));
}

TEST_F(BadRun, StaysUsableAfterARefusal) {
  EXPECT_THAT(files_below(folder_.path() / "run"), testing::SizeIs(8));
  ASSERT_THAT(folder_.run({"sample", "run", "--out", "y.png"}), Succeeds());
}

}  // namespace
}  // namespace akin::tests
