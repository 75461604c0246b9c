#include "akin/experiment/recipe.h"

#include <gmock/gmock.h>

#include "akin/base/require.h"
#include "akin/families/gan/gan_family.h"

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
  recipe.data = {{"digits", "more"}, 7, 100, "3:0.5", {}, "binary", "body"};
  recipe.data.images = {"24x16", "pad", true, true, true, "last"};
  recipe.data_sha256 = "abc";
  recipe.image = {10, 28, 32};
  GanFamilySettings gan;
  gan.model = {"dcgan", 17, 9, 11, true};
  gan.learning = {"hinge", 0.1, 0.3, 2, 0.4, 0.5, 0.05, 2.5, 3, 0.7};
  recipe.family = gan.clone();
  recipe.training = {32, 11, 1.5, 0.1, "cosine", 0.2, 5, 42, 2, "cpu", "bf16", 1, 2, 3, "best", 4};
  return recipe;
}

/// unusual() as JSON, changed by `change`, and read.
template <class Change>
std::string config_refusal(const Change& change) {
  nlohmann::json json = nlohmann::json::parse(to_json(unusual()));
  change(json);
  return error_of([&] { recipe_from_json(json.dump(), "config.json"); });
}

TEST(Recipe, RoundTrips) {
  const std::string text = to_json(unusual());
  const Recipe back = recipe_from_json(text, "config.json");
  EXPECT_EQ(to_json(back), text);
  EXPECT_EQ(back.data.skew, "3:0.5");
  EXPECT_EQ(back.data_sha256, "abc");
  EXPECT_EQ(back.image.classes, 10);
  EXPECT_EQ(back.image.height, 28);
  EXPECT_EQ(back.image.width, 32);
  const auto& gan = static_cast<const GanFamilySettings&>(*back.family);
  EXPECT_EQ(gan.model.architecture, "dcgan");
  EXPECT_TRUE(gan.model.conditional);
  EXPECT_EQ(gan.learning.lr, 0.1);  // exactly
  EXPECT_EQ(gan.learning.ema, 0.7);
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
  const auto error = config_refusal([](auto& json) {
    json["format"] = 2;
    json["akin"] = "9.9.9";
    json["unheard_of"] = 1;
  });
  EXPECT_THAT(error, AllOf(HasSubstr("expected a run of format 1, got 2"),
                           HasSubstr("made by akin 9.9.9"), HasSubstr("update it")));
}

TEST(Recipe, RefusesWhatIsOutOfRange) {
  EXPECT_EQ(config_refusal([](auto&) {}), "no error");
  EXPECT_THAT(config_refusal([](auto& json) { json["learning"]["lr"] = 0; }), HasSubstr("[lr]"));
  EXPECT_THAT(config_refusal([](auto& json) { json["learning"]["beta1"] = 1; }),
              HasSubstr("[beta1]"));
  EXPECT_THAT(config_refusal([](auto& json) { json["learning"]["r1_every"] = 0; }),
              HasSubstr("[r1_every]"));
  EXPECT_THAT(config_refusal([](auto& json) { json["training"]["batch_size"] = 1; }),
              HasSubstr("[batch_size] expected at least 2 and at most 65536, got 1"));
  EXPECT_THAT(config_refusal([](auto& json) { json["training"]["schedule"] = "step"; }),
              HasSubstr("expected one of constant, linear, cosine, got 'step'"));
  EXPECT_THAT(config_refusal([](auto& json) { json["model"]["latent_dim"] = 1 << 20; }),
              HasSubstr("[latent_dim]"));
  EXPECT_THAT(config_refusal([](auto& json) { json["image"]["width"] = 5000; }),
              HasSubstr("expected an image of at most 1024x1024"));
  EXPECT_THAT(config_refusal([](auto& json) { json["image"]["classes"] = -1; }),
              HasSubstr("at most 256 classes"));
}

TEST(Recipe, RefusesWhatIsMissingOrUnknown) {
  EXPECT_THAT(config_refusal([](auto& json) { json["model"].erase("latent_dim"); }),
              AllOf(HasSubstr("[config.json]"), HasSubstr("latent_dim")));
  EXPECT_THAT(config_refusal([](auto& json) { json.erase("learning"); }), HasSubstr("learning"));
  EXPECT_THAT(config_refusal([](auto& json) { json["model"]["layers"] = 3; }),
              AllOf(HasSubstr("[config.json]"), HasSubstr("model.layers")));
  EXPECT_THAT(config_refusal([](auto& json) { json["extra"] = 3; }), HasSubstr("extra"));
  EXPECT_THAT(config_refusal([](auto& json) { json["training"]["steps"] = "many"; }),
              HasSubstr("'training.steps' to be a whole number"));
  EXPECT_THAT(config_refusal([](auto& json) { json["family"] = "gam"; }),
              HasSubstr("[family] expected one of gan, vae, transformer"));
  EXPECT_THAT(error_of([] { recipe_from_json("{", "config.json"); }), HasSubstr("[config.json]"));
}

}  // namespace
}  // namespace akin
