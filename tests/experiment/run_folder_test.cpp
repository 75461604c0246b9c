#include "akin/experiment/run_folder.h"

#include <chrono>

#include <gmock/gmock.h>

#include "akin/experiment/family.h"
#include "akin/families/gan/gan_family.h"
#include "akin/io/file.h"
#include "akin/training/checkpoint.h"

#include "support/error_of.h"
#include "support/temporary_folder.h"
#include "support/tiny_gan.h"

namespace akin {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;
using tests::error_of;

void touch(const fs::path& path, int minutes_ago = 0) {
  io::write_atomically(path, std::string_view("x"));
  fs::last_write_time(path, fs::file_time_type::clock::now() - std::chrono::minutes(minutes_ago));
}

Recipe tiny_recipe() {
  Recipe recipe = preset_recipe("gan", "mini");
  recipe.data.data = "digits";
  static_cast<GanFamilySettings&>(*recipe.family).model = tests::tiny_settings();
  recipe.image = {10, 28, 28};
  return recipe;
}

TEST(RunFolder, IsCreatedWithItsParentFolders) {
  const tests::TemporaryFolder folder;
  const auto path = folder.path() / "a" / "b";
  EXPECT_EQ(create_run(path, false).path(), path);
  EXPECT_TRUE(fs::is_directory(path));
  EXPECT_NO_THROW(create_run(path, false));  // empty: nothing to lose
}

TEST(RunFolder, DoesNotReplaceARunWithoutForce) {
  const tests::TemporaryFolder folder;
  touch(folder.path() / "config.json");
  EXPECT_THAT(error_of([&] { create_run(folder.path(), false); }), HasSubstr("use --force"));
  EXPECT_TRUE(fs::exists(folder.path() / "config.json"));
}

TEST(RunFolder, ForceRemovesOnlyTheFilesOfARun) {
  const tests::TemporaryFolder folder;
  const RunFolder run(folder.path());
  for (const auto& file : {run.config(), run.weights(), run.state(), run.metrics(), run.animation(),
                           run.sample(0), run.sample(250)}) {
    touch(file);
  }
  touch(folder.path() / "notes.txt");
  touch(run.samples() / "best.png");
  create_run(folder.path(), true);
  for (const auto& file : {run.config(), run.weights(), run.state(), run.metrics(), run.animation(),
                           run.sample(0), run.sample(250)}) {
    EXPECT_FALSE(fs::exists(file)) << file;
  }
  EXPECT_TRUE(fs::exists(folder.path() / "notes.txt"));
  EXPECT_TRUE(fs::exists(run.samples() / "best.png"));
}

TEST(RunFolder, FoldersWithOtherFilesAreRefusedEvenWithForce) {
  const tests::TemporaryFolder folder;
  touch(folder.path() / "notes.txt");
  for (const bool force : {false, true}) {
    EXPECT_THAT(error_of([&] { create_run(folder.path(), force); }),
                HasSubstr("with other files in it; choose another --out"));
  }
  EXPECT_TRUE(fs::exists(folder.path() / "notes.txt"));
  EXPECT_THAT(error_of([&] { create_run(folder.path() / "notes.txt", true); }),
              HasSubstr("expected to make the folder"));
}

TEST(RunFolder, LatestIsTheOneWrittenLast) {
  const tests::TemporaryFolder folder;
  touch(folder.path() / "old" / "config.json", 30);
  touch(folder.path() / "trained" / "config.json", 40);
  touch(folder.path() / "trained" / "model.safetensors", 10);
  touch(folder.path() / "not-a-run" / "notes.txt", 0);
  EXPECT_EQ(find_run("latest", folder.path()).path(), folder.path() / "trained");
  touch(folder.path() / "new" / "config.json", 5);
  EXPECT_EQ(find_run("latest", folder.path()).path(), folder.path() / "new");
  EXPECT_EQ(find_run("runs/x", folder.path()).path(), "runs/x");
}

TEST(RunFolder, LatestOfNoneIsAnError) {
  const tests::TemporaryFolder folder;
  EXPECT_THAT(error_of([&] { find_run("latest", folder.path()); }), HasSubstr("got none"));
  EXPECT_THAT(error_of([&] { find_run("latest", folder.path() / "none"); }), HasSubstr("got none"));
}

TEST(RunFolder, NewPathsAreNumbered) {
  const tests::TemporaryFolder folder;
  Recipe recipe = tiny_recipe();
  EXPECT_EQ(new_run_path(recipe, folder.path()), folder.path() / "gan-digits-1");
  touch(folder.path() / "gan-digits-1" / "x");
  EXPECT_EQ(new_run_path(recipe, folder.path()), folder.path() / "gan-digits-2");
  recipe.data.data = "/some/where/faces.idx3";
  EXPECT_EQ(new_run_path(recipe, folder.path()), folder.path() / "gan-faces-1");
  recipe.data.data = "/some/where/";
  EXPECT_THAT(new_run_path(recipe, folder.path()).filename().string(),
              testing::MatchesRegex("gan-.+-1"));
}

TEST(RunFolder, LoadsTheRecipe) {
  const tests::TemporaryFolder folder;
  const RunFolder run(folder.path());
  EXPECT_THAT(error_of([&] { (void)read_run(run); }), HasSubstr("expected a run"));
  io::write_atomically(run.config(), to_json(tiny_recipe()));
  EXPECT_EQ(to_json(read_run(run).recipe), to_json(tiny_recipe()));
}

TEST(RunFolder, LoadsTheTrainedModel) {
  const tests::TemporaryFolder folder;
  const RunFolder run(folder.path());
  io::write_atomically(run.config(), to_json(tiny_recipe()));
  EXPECT_THAT(error_of([&] { (void)open_run(run); }), HasSubstr("expected trained weights"));

  GanTraining training(tests::tiny_gan(1), {});
  tests::train(training, tests::tiny_batches(), 0, 3);
  save_weights(run.weights(), training.weights());
  const auto expected = tests::tiny_gan(9);
  nn::copy_into(nn::named_tensors(*expected), training.weights(), "test");
  const auto model = open_run(run).model;
  EXPECT_FALSE(model->is_training());
  EXPECT_TRUE(torch::equal(model->sample(4, 1), expected->sample(4, 1)));
}

TEST(RunFolder, RefusesTheWeightsOfAnotherModel) {
  const tests::TemporaryFolder folder;
  const RunFolder run(folder.path());
  Recipe recipe = tiny_recipe();
  static_cast<GanFamilySettings&>(*recipe.family).model.generator_width = 8;
  io::write_atomically(run.config(), to_json(recipe));
  save_weights(run.weights(), nn::named_tensors(*tests::tiny_gan(1)));
  EXPECT_THAT(error_of([&] { (void)open_run(run); }), HasSubstr("belongs to another model"));
}

}  // namespace
}  // namespace akin
