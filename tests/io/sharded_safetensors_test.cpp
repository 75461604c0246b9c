#include "akin/io/sharded_safetensors.h"

#include <gmock/gmock.h>
#include <sys/stat.h>

#include <nlohmann/json.hpp>

#include "support/error_of.h"
#include "support/temporary_folder.h"

namespace akin::io {
namespace {

namespace fs = std::filesystem;
using testing::AllOf;
using testing::HasSubstr;
using tests::error_of;

constexpr auto index_name = "model.safetensors.index.json";
constexpr auto first_shard = "model-00001-of-00002.safetensors";
constexpr auto second_shard = "model-00002-of-00002.safetensors";

void write_shard(const fs::path& path, const std::map<std::string, Bytes>& tensors) {
  Safetensors shard;
  for (const auto& [name, bytes] : tensors) {
    shard.tensors[name] = {"U8", {std::ssize(bytes)}, bytes};
  }
  write_safetensors(path, shard);
}

/// A model of the tensors a, b and c in two shards, as Hugging Face writes it.
class ShardedSafetensors : public testing::Test {
 protected:
  ShardedSafetensors() {
    write_shard(file(first_shard), {{"a", {1, 2}}, {"b", {3}}});
    write_shard(file(second_shard), {{"c", {4, 5, 6}}});
    write_index({{"a", first_shard}, {"b", first_shard}, {"c", second_shard}});
  }

  [[nodiscard]] fs::path file(const std::string& name) const { return model() / name; }
  [[nodiscard]] fs::path model() const { return folder_.path() / "model"; }
  [[nodiscard]] fs::path outside() const { return folder_.path() / "outside.safetensors"; }

  void write_index(const std::map<std::string, std::string>& shards) const {
    const nlohmann::json index = {{"metadata", {{"total_size", 6}}}, {"weight_map", shards}};
    write_atomically(file(index_name), index.dump());
  }

  [[nodiscard]] std::string refusal() const {
    return error_of([&] { (void)read_weights(model()); });
  }

  tests::TemporaryFolder folder_;
};

void expect_all(const Safetensors& content) {
  ASSERT_EQ(content.tensors.size(), 3U);
  EXPECT_EQ(content.tensors.at("a").bytes, Bytes({1, 2}));
  EXPECT_EQ(content.tensors.at("b").bytes, Bytes({3}));
  EXPECT_EQ(content.tensors.at("c").bytes, Bytes({4, 5, 6}));
}

TEST_F(ShardedSafetensors, AreReadByIndexOrFolder) {
  expect_all(read_weights(model()));
  expect_all(read_weights(model() / ""));
  expect_all(read_weights(file(index_name)));
}

TEST_F(ShardedSafetensors, ThatAreNotShardedAreReadAsWell) {
  write_shard(file("model.safetensors"), {{"d", {7}}});
  EXPECT_EQ(read_weights(file("model.safetensors")).tensors.at("d").bytes, Bytes({7}));
  EXPECT_TRUE(read_weights(model()).tensors.contains("d"));
  fs::remove(file("model.safetensors"));
  fs::remove(file(index_name));
  EXPECT_THAT(refusal(), HasSubstr("expected model.safetensors or model.safetensors.index.json in "
                                   "the folder, got neither"));
}

TEST_F(ShardedSafetensors, AreNotReadByOneShard) {
  EXPECT_THAT(error_of([&] { (void)read_weights(file(second_shard)); }),
              AllOf(HasSubstr(second_shard), HasSubstr("one shard of several; give the .index")));
  write_shard(file("model-00001-of-00001.safetensors"), {{"d", {7}}});
  EXPECT_EQ(read_weights(file("model-00001-of-00001.safetensors")).tensors.size(), 1U);
}

TEST_F(ShardedSafetensors, NameAMissingShard) {
  fs::remove(file(second_shard));
  EXPECT_THAT(refusal(), AllOf(HasSubstr(second_shard), HasSubstr("fetch all files")));
}

TEST_F(ShardedSafetensors, NameATensorThatIsMissingInItsShard) {
  write_index({{"a", first_shard}, {"b", first_shard}, {"c", second_shard}, {"e", second_shard}});
  EXPECT_THAT(refusal(),
              HasSubstr(std::string("expected 'e' in ") + second_shard + ", got no such"));
}

TEST_F(ShardedSafetensors, NameATensorInTwoShards) {
  write_shard(file(second_shard), {{"a", {1, 2}}, {"c", {4, 5, 6}}});
  EXPECT_THAT(refusal(), HasSubstr(std::string("expected 'a' only in ") + first_shard +
                                   ", as the index says, got it in " + second_shard));
}

TEST_F(ShardedSafetensors, NameATensorThatIsNotInTheIndex) {
  write_index({{"a", first_shard}, {"c", second_shard}});
  EXPECT_THAT(refusal(), HasSubstr(std::string("got 'b' only in ") + first_shard));
}

TEST_F(ShardedSafetensors, LieInTheFolder) {
  write_shard(outside(), {{"c", {4, 5, 6}}});
  for (const std::string& name : {std::string("../outside.safetensors"), outside().string(),
                                  std::string("nested/../../outside.safetensors")}) {
    fs::create_directories(file("nested"));
    write_index({{"a", first_shard}, {"b", first_shard}, {"c", name}});
    EXPECT_THAT(refusal(), HasSubstr("got a path or link to a file elsewhere")) << name;
  }
  for (const char* name : {second_shard, index_name}) {
    write_index({{"a", first_shard}, {"b", first_shard}, {"c", second_shard}});
    fs::rename(file(name), outside());
    fs::create_symlink(outside(), file(name));
    EXPECT_THAT(refusal(), HasSubstr("got a path or link to a file elsewhere")) << name;
    fs::remove(file(name));
    fs::rename(outside(), file(name));
  }
  expect_all(read_weights(model()));
  fs::rename(file(second_shard), file("nested/c"));
  fs::create_symlink("nested/c", file(second_shard));  // a link within the folder
  expect_all(read_weights(model()));
}

TEST_F(ShardedSafetensors, MayLieInTheCacheOfHuggingFace) {
  const fs::path cache = folder_.path() / "models--a--b";
  fs::create_directories(cache / "blobs");
  fs::create_directories(cache / "snapshots");
  fs::rename(model(), cache / "snapshots/0123");
  for (const char* name : {first_shard, second_shard, index_name}) {
    fs::rename(cache / "snapshots/0123" / name, cache / "blobs" / name);
    fs::create_symlink(fs::path("../../blobs") / name, cache / "snapshots/0123" / name);
  }
  expect_all(read_weights(cache / "snapshots/0123"));
  expect_all(read_weights(cache / "snapshots/0123" / index_name));
  fs::rename(cache / "blobs", folder_.path() / "elsewhere");
  fs::create_directory_symlink(folder_.path() / "elsewhere", cache / "blobs");
  EXPECT_THAT(error_of([&] { (void)read_weights(cache / "snapshots/0123"); }),
              HasSubstr("got a path or link to a file elsewhere"));
}

TEST_F(ShardedSafetensors, AreRegularFiles) {
  fs::remove(file(second_shard));
  ASSERT_EQ(mkfifo(file(second_shard).c_str(), 0600), 0);
  EXPECT_THAT(refusal(), HasSubstr("expected a regular file, got a pipe"));
  fs::remove(file(second_shard));
  fs::create_symlink("/dev/zero", file(second_shard));
  EXPECT_THAT(refusal(), HasSubstr("elsewhere"));
  fs::remove(file(index_name));
  ASSERT_EQ(mkfifo(file(index_name).c_str(), 0600), 0);
  EXPECT_THAT(refusal(), HasSubstr("expected a regular file, got a pipe"));
}

TEST_F(ShardedSafetensors, ShareOneLimit) {
  expect_all(read_weights(model(), 6));
  EXPECT_THAT(error_of([&] { (void)read_weights(model(), 5); }),
              AllOf(HasSubstr(second_shard), HasSubstr("tensors of at most 2 bytes, got 3")));
  constexpr std::uint64_t huge = std::uint64_t{1} << 40U;  // sparse
  fs::resize_file(file(second_shard), huge);
  EXPECT_THAT(refusal(), HasSubstr("expected 3 bytes of tensors"));
  fs::resize_file(file(index_name), huge);
  EXPECT_THAT(refusal(), HasSubstr("expected at most 16777216 bytes"));
}

TEST_F(ShardedSafetensors, SayWhatElseAShardIs) {
  write_atomically(file(second_shard), "version https://git-lfs.github.com/spec/v1\n");
  EXPECT_THAT(refusal(), AllOf(HasSubstr(second_shard), HasSubstr("run `git lfs pull`")));
  write_atomically(file(index_name), "version https://git-lfs.github.com/spec/v1\n");
  EXPECT_THAT(refusal(), AllOf(HasSubstr(index_name), HasSubstr("run `git lfs pull`")));
}

TEST(ParseShardIndex, NeedsAMapOfTensorsToFiles) {
  const auto error = [](const std::string& text) {
    return error_of([&] { (void)parse_shard_index(text, "index"); });
  };
  EXPECT_EQ(parse_shard_index(R"({"weight_map": {"a": "b"}, "more": 1})", "index"),
            (std::map<std::string, std::string>{{"a", "b"}}));
  EXPECT_EQ(error(R"({"weight_map": {}})"), "no error");
  for (const char* other : {"[]", "3", "{}", R"({"weight_map": []})", R"({"weight_map": null})"}) {
    EXPECT_THAT(error(other), HasSubstr("[index] expected the index of a sharded safetensors file"))
        << other;
  }
  EXPECT_THAT(error("{"), HasSubstr("[index] expected JSON"));
  EXPECT_THAT(error(R"({"weight_map": {"a": 1}})"), HasSubstr("name of a file for 'a'"));
  EXPECT_THAT(error(R"({"weight_map": {"a": "b", "a": "c"}})"), HasSubstr("every key once"));
  EXPECT_THAT(error(R"({"weight_map": {"a": ")" + std::string(256, 'b') + R"("}})"),
              HasSubstr("name of a file for 'a'"));
  EXPECT_THAT(error(R"({"weight_map": {")" + std::string(1025, 'a') + R"(": "b"}})"),
              HasSubstr("names of tensors of at most 1024 bytes, got one of 1025"));
}

}  // namespace
}  // namespace akin::io
