#include "akin/training/recipe.h"

#include <gmock/gmock.h>

#include "akin/base/require.h"

#include "support/error_of.h"

namespace akin {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using tests::error_of;

/// Every setting away from its default.
Recipe unusual() {
  Recipe recipe;
  recipe.preset = "mini";
  recipe.data = {"digits", 7, 100, "3:0.5", 0};
  recipe.data_sha256 = "abc";
  recipe.model = {"dcgan", 17, 9, 11, true, 10, 28, 32};
  recipe.learning = {"hinge", 0.1, 0.3, 0.4, 0.5, 0.05, 2.5, 3, 0.7};
  recipe.training = {32, 11, 1.5, 0.1, "cosine", 5, 42, 2, "cpu", 1, 2, 3};
  return recipe;
}

/// unusual() as JSON, changed by `change`, and read.
template <class Change>
std::string refusal(const Change& change) {
  nlohmann::json json = nlohmann::json::parse(to_json(unusual()));
  change(json);
  return error_of([&] { recipe_from_json(json.dump(), "config.json"); });
}

TEST(Recipe, RoundTrips) {
  const std::string text = to_json(unusual());
  const Recipe back = recipe_from_json(text, "config.json");
  EXPECT_EQ(to_json(back), text);
  EXPECT_EQ(back.family, "gan");
  EXPECT_EQ(back.data.skew, "3:0.5");
  EXPECT_EQ(back.data_sha256, "abc");
  EXPECT_EQ(back.model.architecture, "dcgan");
  EXPECT_EQ(back.model.classes, 10);
  EXPECT_EQ(back.model.height, 28);
  EXPECT_EQ(back.model.width, 32);
  EXPECT_TRUE(back.model.conditional);
  EXPECT_EQ(back.learning.lr, 0.1);  // exactly
  EXPECT_EQ(back.learning.ema, 0.7);
  EXPECT_EQ(back.training.minutes, 0.1);
  EXPECT_EQ(back.training.checkpoint_every, 3);
}

TEST(Recipe, IsWrittenInSections) {
  const auto json = nlohmann::json::parse(to_json(unusual()));
  EXPECT_EQ(json["format"], 1);
  EXPECT_EQ(json["family"], "gan");
  EXPECT_EQ(json["data"]["limit"], 100);
  EXPECT_EQ(json["model"]["latent_dim"], 17);
  EXPECT_EQ(json["learning"]["loss"], "hinge");
  EXPECT_EQ(json["training"]["batch_size"], 32);
  EXPECT_EQ(json["image"]["width"], 32);
}

TEST(Recipe, ANewerFormatSaysToUpdate) {
  const auto error = refusal([](auto& json) {
    json["format"] = 2;
    json["akin"] = "9.9.9";
    json["unheard_of"] = 1;
  });
  EXPECT_THAT(error, AllOf(HasSubstr("expected a run of format 1, got 2"),
                           HasSubstr("made by akin 9.9.9"), HasSubstr("update it")));
}

TEST(Recipe, RefusesWhatIsOutOfRange) {
  EXPECT_EQ(refusal([](auto&) {}), "no error");
  EXPECT_THAT(refusal([](auto& json) { json["learning"]["lr"] = 0; }), HasSubstr("[lr]"));
  EXPECT_THAT(refusal([](auto& json) { json["learning"]["beta1"] = 1; }), HasSubstr("[beta1]"));
  EXPECT_THAT(refusal([](auto& json) { json["learning"]["r1_every"] = 0; }),
              HasSubstr("[r1_every]"));
  EXPECT_THAT(refusal([](auto& json) { json["training"]["batch_size"] = 1; }),
              HasSubstr("[batch_size] expected at least 2 and at most 65536, got 1"));
  EXPECT_THAT(refusal([](auto& json) { json["training"]["schedule"] = "step"; }),
              HasSubstr("expected one of constant, linear, cosine, got 'step'"));
  EXPECT_THAT(refusal([](auto& json) { json["model"]["latent_dim"] = 1 << 20; }),
              HasSubstr("[latent_dim]"));
  EXPECT_THAT(refusal([](auto& json) { json["image"]["width"] = 5000; }),
              HasSubstr("expected an image of at most 1024x1024"));
  EXPECT_THAT(refusal([](auto& json) { json["image"]["classes"] = -1; }),
              HasSubstr("at most 256 classes"));
}

TEST(Recipe, RefusesWhatIsMissingOrUnknown) {
  EXPECT_THAT(refusal([](auto& json) { json["model"].erase("latent_dim"); }),
              AllOf(HasSubstr("[config.json]"), HasSubstr("latent_dim")));
  EXPECT_THAT(refusal([](auto& json) { json.erase("learning"); }), HasSubstr("learning"));
  EXPECT_THAT(refusal([](auto& json) { json["model"]["layers"] = 3; }),
              AllOf(HasSubstr("[config.json]"), HasSubstr("model.layers")));
  EXPECT_THAT(refusal([](auto& json) { json["extra"] = 3; }), HasSubstr("extra"));
  EXPECT_THAT(refusal([](auto& json) { json["training"]["steps"] = "many"; }),
              HasSubstr("'training.steps' to be a whole number"));
  EXPECT_THAT(refusal([](auto& json) { json["family"] = "vae"; }),
              HasSubstr("expected the family gan, got 'vae'"));
  EXPECT_THAT(error_of([] { recipe_from_json("{", "config.json"); }), HasSubstr("[config.json]"));
}

TEST(Recipe, PresetsByName) {
  EXPECT_EQ(presets("gan").front().name, "mini");
  for (const auto& preset : presets("gan")) {
    const Recipe recipe = find_preset("gan", preset.name);
    EXPECT_EQ(recipe.preset, preset.name);
    const auto& training = recipe.training;
    EXPECT_EQ((training.steps > 0) + (training.epochs > 0) + (training.minutes > 0), 1);
    EXPECT_EQ(to_json(recipe_from_json(to_json(recipe), "test")), to_json(recipe));
  }
  EXPECT_THAT(error_of<UsageError>([] { find_preset("gan", "dcgn"); }),
              AllOf(HasSubstr("expected one of mini, dcgan"), HasSubstr("did you mean 'dcgan'?")));
  EXPECT_THROW(presets("gam"), UsageError);
}

TEST(Recipe, DcganIsThePeers) {
  const Recipe recipe = find_preset("gan", "dcgan");
  EXPECT_EQ(recipe.model.latent_dim, 100);
  EXPECT_EQ(recipe.data.holdout, 0);
  EXPECT_EQ(recipe.training.batch_size, 64);
  EXPECT_EQ(recipe.training.epochs, 30);
  EXPECT_EQ(recipe.training.schedule, "constant");
  EXPECT_EQ(recipe.learning.lr, 2e-4);
  EXPECT_EQ(recipe.learning.beta1, 0.5);
  EXPECT_EQ(recipe.learning.beta2, 0.5);
  EXPECT_EQ(recipe.learning.label_smoothing, 0.2);  // targets in [0.8, 1]
}

}  // namespace
}  // namespace akin
