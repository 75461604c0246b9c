#include <gmock/gmock.h>
#include <zlib.h>

#include "support/tiny_run.h"

namespace akin::tests {
namespace {

using io::Bytes;

Bytes gzipped(const Bytes& bytes) {
  const std::string name = (TemporaryFolder().path().string()) + ".gz";
  gzFile file = gzopen(name.c_str(), "wb");
  gzwrite(file, bytes.data(), static_cast<unsigned>(bytes.size()));
  gzclose(file);
  Bytes result = io::read_file(name);
  std::filesystem::remove(name);
  return result;
}

/// A folder whose image file holds these bytes.
class BadData : public testing::Test {
 protected:
  AppResult train_on(const Bytes& bytes, const std::string& name = tiny_data) {
    for (const char* old : {"train-images-idx3-ubyte", "train-images-idx3-ubyte.gz"}) {
      std::filesystem::remove(folder_.path() / old);
    }
    io::write_atomically(folder_.path() / name, bytes);
    return train(name);
  }
  AppResult train(const std::string& data) {
    Words words = tiny_training("run");
    *std::find(words.begin(), words.end(), tiny_data) = data;
    return folder_.run(words);
  }
  void TearDown() override { EXPECT_FALSE(folder_.has("run")); }

  const std::string zipped_ = std::string(tiny_data) + ".gz";
  TinyFolder folder_;
};

TEST_F(BadData, GzipThatIsCutOffOrDamaged) {
  const Bytes whole = gzipped(io::format_idx(tiny_images()));
  EXPECT_THAT(train_on(Bytes(whole.begin(), whole.begin() + 100), zipped_),
              Refuses(1, "truncated"));
  EXPECT_THAT(train_on(Bytes(whole.begin(), whole.end() - 1), zipped_), Refuses(1, "truncated"));
  Bytes flipped = whole;
  flipped[flipped.size() - 6] ^= 1U;  // of the CRC-32
  EXPECT_THAT(train_on(flipped, zipped_), Refuses(1, "damaged"));
  flipped = whole;
  flipped[whole.size() / 2] ^= 0x40U;
  EXPECT_THAT(train_on(flipped, zipped_), Refuses(1, zipped_));
}

TEST_F(BadData, IdxWithAWrongHeader) {
  const Bytes whole = io::format_idx(tiny_images());
  const auto changed = [&](std::size_t at, const Bytes& to) {
    Bytes bytes = whole;
    std::copy(to.begin(), to.end(), bytes.begin() + static_cast<std::ptrdiff_t>(at));
    return bytes;
  };
  EXPECT_THAT(train_on({}), Refuses(1, "expected an IDX file"));
  EXPECT_THAT(train_on({0, 0, 8}), Refuses(1, "expected an IDX file"));
  EXPECT_THAT(train_on(changed(0, {1})), Refuses(1, "expected an IDX file"));
  EXPECT_THAT(train_on(changed(2, {0x0a})), Refuses(1, "got 0x0a"));
  EXPECT_THAT(train_on(changed(3, {200})), Refuses(1, "values"));
  EXPECT_THAT(train_on(changed(4, {0, 0, 0, 121})), Refuses(1, "cut off or damaged"));
  // 2^30 x 2^10 x 1 images' bytes, and a product that is 0 modulo 2^64.
  EXPECT_THAT(train_on(changed(4, {64, 0, 0, 0, 0, 0, 4, 0, 0, 0, 0, 1})), Refuses(1, "cut off"));
  EXPECT_THAT(train_on(changed(4, {128, 0, 0, 0, 128, 0, 0, 0, 0, 0, 0, 4})),
              Refuses(1, "cut off"));
  EXPECT_THAT(train_on({0, 0, 8, 3, 0, 0, 0, 0, 0, 0, 0, 28, 0, 0, 0, 28}),
              Refuses(1, "expected images, got none"));
}

TEST_F(BadData, LabelsThatDoNotBelongToTheImages) {
  io::write_atomically(folder_.path() / "train-labels-idx1-ubyte",
                       io::format_idx(tiny_labels(119)));
  EXPECT_THAT(train(tiny_data), Refuses(1, "expected 120 labels"));
  io::write_atomically(folder_.path() / "train-labels-idx1-ubyte", io::format_idx(tiny_images()));
  EXPECT_THAT(train(tiny_data), Refuses(1, "expected labels [n]"));
}

TEST_F(BadData, ConditionalWithoutLabels) {
  std::filesystem::remove(folder_.path() / "train-labels-idx1-ubyte");
  const AppResult result = folder_.run(tiny_training("run") + Words{"--conditional"});
  EXPECT_THAT(result, Refuses(2, "conditional"));
}

TEST_F(BadData, FoldersWithoutPicturesThatShowSomething) {
  const auto images = folder_.path() / "images";
  std::filesystem::create_directory(images);
  EXPECT_THAT(train("images"), Refuses(1, "got none"));
  folder_.write("images/notes.txt", "no picture");
  EXPECT_THAT(train("images"), Refuses(2, "expected images, got text ('images')"));
  pictures::write_png(images / "a.png", {28, 28});
  pictures::write_png(images / "b.png", {28, 27});
  EXPECT_THAT(train("images"), Refuses(1, "got only pictures of one colour"));
  folder_.write("images/a.png", folder_.text("images/a.png").substr(0, 50));
  folder_.write("images/b.png", "no picture");
  EXPECT_THAT(train("images"), Refuses(1, "got only damaged ones"));
}

TEST_F(BadData, SizesThatTheModelCannotGenerate) {
  const auto images = folder_.path() / "images";
  std::filesystem::create_directory(images);
  for (const char* name : {"a.png", "b.png"}) {
    pictures::Picture picture(32, 32);
    picture.set(3, 3, {255, 255, 255});
    pictures::write_png(images / name, picture);
  }
  const AppResult result =
      folder_.run(Words{"train", "gan", "--preset", "dcgan", "--data", "images", "--out", "run"});
  EXPECT_THAT(result, Refuses(2, "28"));
  EXPECT_THAT(
      folder_.run(Words{"train", "gan", "--data", "images", "--out", "run", "--size", "65"}),
      Refuses(2, "from 8 to 64"));
}

TEST_F(BadData, UnknownNames) {
  EXPECT_THAT(train("digitz"), Refuses(2, "did you mean 'digits'?"));
  EXPECT_THAT(train("names"), Refuses(2, "expected images"));
  EXPECT_THAT(train("none/there"), Refuses(2, "none/there"));
}

TEST_F(BadData, DownloadedFilesThatAreNotWhatTheyShouldBe) {
  for (const char* name : {"train-images-idx3-ubyte.gz", "train-labels-idx1-ubyte.gz",
                           "t10k-images-idx3-ubyte.gz", "t10k-labels-idx1-ubyte.gz"}) {
    folder_.write("mnist/" + std::string(name), "not it");
  }
  Words words = tiny_training("run");
  *std::find(words.begin(), words.end(), tiny_data) = "mnist";
  const AppResult result =
      run_app({.words = words,
               .folder = folder_.path(),
               .environment = {{"AKIN_DATA_DIR", (folder_.path()).string()},
                               {"XDG_CACHE_HOME", (folder_.path() / "cache").string()},
                               {"https_proxy", "http://127.0.0.1:9"},
                               {"http_proxy", "http://127.0.0.1:9"}}});
  EXPECT_THAT(result, Refuses(1, "run 'akin data fetch mnist'"));
}

}  // namespace
}  // namespace akin::tests
