#include <gmock/gmock.h>

#include "akin/io/json.h"
#include "akin/pictures/picture_files.h"

#include "support/tiny_run.h"

namespace akin::tests {
namespace {

using testing::AllOf;
using testing::HasSubstr;

/// A working directory with forty colour pictures of several sizes in two classes, one of which has
/// a blank in its name.
class PictureFolder : public TemporaryFolder {
 public:
  PictureFolder() {
    for (int i = 0; i < 40; ++i) {
      pictures::Picture picture(20 + i % 7, 16 + i % 5, {10, 20, 30});
      picture.draw_rectangle(
          4, 4, 5 + i % 6, 6,
          i % 2 == 0 ? pictures::Colour{250, 40, 20} : pictures::Colour{20, 60, 240});
      pictures::write_png(
          path() / "set" / (i % 2 == 0 ? "red fox" : "사과") / (std::to_string(i) + ".png"),
          picture);
    }
  }
  [[nodiscard]] AppResult run(const Words& words) const {
    return run_app({.words = words, .folder = path()});
  }
};

Words training_on_pictures(const std::string& family) {
  return {"train", family,         "--data", "set",       "--size", "16",    "--steps",
          "2",     "--batch-size", "4",      "--threads", "1",      "--out", family};
}

class OwnPicturesOf : public testing::TestWithParam<const char*> {};

TEST_P(OwnPicturesOf, TrainAndSampleInColour) {
  const PictureFolder folder;
  const std::string family = GetParam();
  const AppResult trained = folder.run(training_on_pictures(family) + Words{"--conditional"});
  ASSERT_THAT(trained, Succeeds());
  EXPECT_THAT(trained.errors, HasSubstr("scaled to 16 x 16; the centre is cropped"));
  EXPECT_THAT(trained.output, HasSubstr("--label 'red fox'"));
  const auto config =
      io::parse_json(io::read_text(folder.path() / family / "config.json"), "config");
  EXPECT_EQ(config["image"]["channels"], 3);
  EXPECT_EQ(config["image"]["class_names"], nlohmann::json({"red fox", "사과"}));
  EXPECT_EQ(config["parts"]["test"], 6);
  EXPECT_EQ(config["parts"]["validation"], 5);
  ASSERT_THAT(folder.run({"sample", family, "--label", "사과", "--count", "3", "--out", "made/"}),
              Succeeds());
  const pictures::Picture one = pictures::read_png(folder.path() / "made" / "사과-2.png");
  EXPECT_EQ(one.width(), 16);
  EXPECT_EQ(one.height(), 16);
  EXPECT_THAT(folder.run({"sample", family, "--label", "red fix"}),
              Refuses(2, "did you mean 'red fox'?"));
}

INSTANTIATE_TEST_SUITE_P(Families, OwnPicturesOf, testing::Values("gan", "vae", "transformer"));

TEST(OwnPictures, PassThroughAVae) {
  const PictureFolder folder;
  ASSERT_THAT(folder.run(training_on_pictures("vae") + Words{"--no-report"}), Succeeds());
  ASSERT_THAT(folder.run({"reconstruct", "vae", "--input", "set/red fox/0.png", "--out", "r.png"}),
              Succeeds());
  EXPECT_GT(pictures::read_png(folder.path() / "r.png").height(), 2 * 16);
  EXPECT_THAT(folder.run({"reconstruct", "vae", "--input", "none.png", "--out", "s.png"}),
              Refuses(1, "none.png"));
}

TEST(OwnPictures, AreShown) {
  const PictureFolder folder;
  const AppResult shown = folder.run({"data", "show", "set", "--out", "sheet.png"});
  ASSERT_THAT(shown, Succeeds());
  EXPECT_THAT(shown.output, AllOf(HasSubstr("32 x 32 pixels, colour"), HasSubstr("other sizes"),
                                  HasSubstr("stratified by class")));
}

}  // namespace
}  // namespace akin::tests
