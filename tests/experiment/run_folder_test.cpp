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
  recipe.data.data = {"digits"};
  static_cast<GanFamilySettings&>(*recipe.family).model = tests::tiny_settings();
  recipe.image = {10, 28, 28};
  return recipe;
}

/// A run as akin describes it, with all other files empty of meaning.
RunFolder make_run(const fs::path& path) {
  const RunFolder run(path);
  for (const auto& file : {run.weights(), run.state(), run.metrics(), run.animation(),
                           run.sample(0), run.sample(250, ".txt")}) {
    touch(file);
  }
  io::write_atomically(run.config(), to_json(tiny_recipe()));
  return run;
}

std::string error_claiming(const fs::path& path, bool force,
                           const std::vector<fs::path>& inputs = {}) {
  return error_of([&] { (void)claim_new_run(path, force, inputs); });
}

TEST(RunFolder, IsClaimedWithItsParentFolders) {
  const tests::TemporaryFolder folder;
  const auto path = folder.path() / "a" / "b";
  {
    const ClaimedRun run = claim_new_run(path, false);
    EXPECT_EQ(run.folder.path(), path);
    EXPECT_TRUE(fs::is_directory(path));
    EXPECT_THAT(error_claiming(path, true), HasSubstr("in use"));
  }
  EXPECT_FALSE(fs::exists(folder.path() / "a"));  // nothing was written
  fs::create_directories(path);
  EXPECT_NO_THROW(claim_new_run(path, false));  // empty: nothing to lose
  EXPECT_TRUE(fs::exists(path));
}

TEST(RunFolder, DoesNotReplaceARunWithoutForce) {
  const tests::TemporaryFolder folder;
  const RunFolder run = make_run(folder.path());
  EXPECT_THAT(error_claiming(folder.path(), false), HasSubstr("use --force"));
  EXPECT_TRUE(fs::exists(run.config()));
}

TEST(RunFolder, ForceRemovesOnlyTheFilesOfARun) {
  const tests::TemporaryFolder folder;
  const RunFolder run = make_run(folder.path());
  for (const char* name : {"notes.txt", "samples/best.png", "samples/step-by-step.png",
                           "state.safetensors.old", "my.1-2.tmp"}) {
    touch(folder.path() / name);
  }
  touch(folder.path() / "config.json.1-2.tmp");
  const ClaimedRun claimed = claim_new_run(folder.path(), true);
  EXPECT_TRUE(fs::exists(run.config()));  // until it is cleared
  clear_run(claimed);
  for (const auto& file :
       {run.config(), run.weights(), run.state(), run.metrics(), run.animation(), run.sample(0),
        run.sample(250, ".txt"), folder.path() / "config.json.1-2.tmp"}) {
    EXPECT_FALSE(fs::exists(file)) << file;
  }
  for (const char* name : {"notes.txt", "samples/best.png", "samples/step-by-step.png",
                           "state.safetensors.old", "my.1-2.tmp"}) {
    EXPECT_TRUE(fs::exists(folder.path() / name)) << name;
  }
}

TEST(RunFolder, FoldersWithOtherFilesAreRefusedEvenWithForce) {
  const tests::TemporaryFolder folder;
  // What Hugging Face calls a model folder is no run.
  io::write_atomically(folder.path() / "config.json", R"({"model_type": "gpt2"})");
  touch(folder.path() / "tokenizer.json");
  touch(folder.path() / "config.json.1-2.tmp");
  for (const bool force : {false, true}) {
    EXPECT_THAT(error_claiming(folder.path(), force),
                HasSubstr("with other files in it; choose another --out"));
  }
  for (const char* name : {"config.json", "tokenizer.json", "config.json.1-2.tmp"}) {
    EXPECT_TRUE(fs::exists(folder.path() / name)) << name;
  }
  EXPECT_FALSE(fs::exists(folder.path() / io::FolderLock::file_name));
  EXPECT_THAT(error_claiming(folder.path() / "config.json", true),
              HasSubstr("expected to make this folder"));
}

TEST(RunFolder, AFolderOfAKilledProcessIsTakenAgain) {
  const tests::TemporaryFolder folder;
  touch(folder.path() / io::FolderLock::file_name);
  touch(folder.path() / "tokenizer.json");
  touch(folder.path() / "config.json.1-2.tmp");
  const ClaimedRun claimed = claim_new_run(folder.path(), false);
  clear_run(claimed);
  EXPECT_FALSE(fs::exists(folder.path() / "tokenizer.json"));
  EXPECT_FALSE(fs::exists(folder.path() / "config.json.1-2.tmp"));
}

TEST(RunFolder, FilesThatAreLinksAreRefused) {
  const tests::TemporaryFolder folder;
  touch(folder.path() / "mine" / "step-0000001.png");
  for (const char* name : {"samples", "metrics.jsonl", "state.safetensors", "config.json"}) {
    const RunFolder run = make_run(folder.path() / name);
    fs::remove_all(run.path() / name);
    fs::create_symlink(folder.path() / "mine", run.path() / name);
    for (const auto& attempt :
         {error_claiming(run.path(), true), error_of([&] { (void)claim_run(run); }),
          error_of([&] { (void)read_run(run); })}) {
      EXPECT_THAT(attempt, testing::AnyOf(HasSubstr("a symbolic link"), HasSubstr("other files"),
                                          HasSubstr("expected a run")))
          << name;
    }
  }
  EXPECT_TRUE(fs::exists(folder.path() / "mine" / "step-0000001.png"));
}

TEST(RunFolder, IsNotReplacedThroughALink) {
  const tests::TemporaryFolder folder;
  const RunFolder run = make_run(folder.path() / "run");
  fs::create_symlink(run.path(), folder.path() / "link");
  for (const char* name : {"link", "link/"}) {
    EXPECT_THAT(error_claiming(folder.path() / name, true), HasSubstr("the symbolic link")) << name;
  }
}

TEST(RunFolder, IsNotReplacedIfItHoldsAnInput) {
  const tests::TemporaryFolder folder;
  const RunFolder run = make_run(folder.path());
  EXPECT_THAT(error_claiming(folder.path(), true, {"", run.weights()}),
              HasSubstr("model.safetensors in it"));
}

TEST(RunFolder, IsContinuedByOneProcessAtATime) {
  const tests::TemporaryFolder folder;
  const RunFolder run = make_run(folder.path() / "run");
  {
    const ClaimedRun claimed = claim_run(run);
    EXPECT_THAT(error_of([&] { (void)claim_run(run); }), HasSubstr("in use"));
  }
  EXPECT_NO_THROW((void)claim_run(run));
  EXPECT_THAT(error_of([&] { (void)claim_run(RunFolder(folder.path())); }),
              HasSubstr("expected a run"));
}

TEST(RunFolder, IsWrittenWholeOrNotAtAll) {
  const tests::TemporaryFolder folder;
  GanTraining training(tests::tiny_gan(1), {});
  const ClaimedRun run = claim_new_run(folder.path() / "run", false);
  fs::create_directory(run.folder.config());  // cannot be replaced
  EXPECT_NE(error_of([&] {
              write_run(run, tiny_recipe(), {{10, 28, 28}}, training, {3, 3});
            }),
            "no error");
  EXPECT_FALSE(fs::exists(run.folder.weights()));
  EXPECT_FALSE(fs::exists(run.folder.state()));
  fs::remove(run.folder.config());
  write_run(run, tiny_recipe(), {{10, 28, 28}}, training, {3, 3});
  EXPECT_NO_THROW((void)open_run(run.folder));
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

TEST(RunFolder, NewRunsAreNumbered) {
  const tests::TemporaryFolder folder;
  Recipe recipe = tiny_recipe();
  const auto name = [&] {
    return claim_new_run(recipe, folder.path()).folder.path().filename().string();
  };
  EXPECT_EQ(name(), "gan-digits-1");
  EXPECT_EQ(name(), "gan-digits-1");  // nothing was written to the first
  const ClaimedRun first = claim_new_run(recipe, folder.path());
  EXPECT_EQ(name(), "gan-digits-2");  // the first is in use
  touch(folder.path() / "gan-digits-2" / "x");
  fs::create_symlink("nowhere", folder.path() / "gan-digits-3");
  EXPECT_EQ(name(), "gan-digits-4");
  recipe.data.data = {"/some/where/faces.idx3"};
  EXPECT_EQ(name(), "gan-faces-1");
  recipe.data.data = {"/some/where/"};
  EXPECT_THAT(name(), testing::MatchesRegex("gan-.+-1"));
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
