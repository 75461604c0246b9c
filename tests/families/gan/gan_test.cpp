#include "akin/families/gan/gan.h"

#include <gmock/gmock.h>

#include "akin/base/require.h"
#include "akin/io/settings_json.h"

#include "support/error_of.h"
#include "support/tensors.h"
#include "support/tiny_gan.h"

namespace akin {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using tests::error_of;
using torch::Tensor;

/// Returns its input, so that only what Gan adds to its networks is left.
class Passthrough : public Network {
 public:
  Passthrough() { register_parameter("unused", torch::zeros({1})); }
  Tensor forward(const Tensor& input, const Condition& /*condition*/) override { return input; }
};

Gan passthrough(Domain domain) {
  return {std::make_shared<Passthrough>(), std::make_shared<Passthrough>(), 2, domain};
}

TEST(Gan, PixelsHaveATanhRangeInsideTheNetworks) {
  Gan gan = passthrough(Domain::pixels);
  EXPECT_THAT(tests::elements(gan.generate(torch::tensor({-100.F, 0.F, 100.F}))),
              ElementsAre(0, 0.5, 1));
  EXPECT_THAT(tests::elements(gan.discriminate(torch::tensor({0.F, 0.5F, 1.F}))),
              ElementsAre(-1, 0, 1));
}

TEST(Gan, NumbersAreUnchanged) {
  Gan gan = passthrough(Domain::numbers);
  EXPECT_THAT(tests::elements(gan.generate(torch::tensor({-100.F, 3.F}))), ElementsAre(-100, 3));
  EXPECT_THAT(tests::elements(gan.discriminate(torch::tensor({-5.F, 3.F}))), ElementsAre(-5, 3));
}

TEST(Gan, WeightsAreAFunctionOfTheSeed) {
  const auto weights = [](std::uint64_t seed) {
    return io::format_safetensors({nn::to_raw(nn::named_tensors(*tests::tiny_gan(seed))), {}});
  };
  EXPECT_EQ(weights(1), weights(1));
  EXPECT_NE(weights(1), weights(2));
}

TEST(Gan, NamesBothNetworks) {
  const auto gan = tests::tiny_gan(1);
  const auto tensors = nn::named_tensors(*gan);
  EXPECT_TRUE(tensors.contains("generator.linear.weight"));
  EXPECT_TRUE(tensors.contains("generator.norm1.running_mean"));
  EXPECT_TRUE(tensors.contains("discriminator.conv1.weight"));
}

TEST(Gan, HasClassesOnlyWhereConditional) {
  EXPECT_EQ(tests::tiny_gan(1)->classes(), 0);
  EXPECT_EQ(tests::tiny_gan(1, true)->classes(), 10);
}

TEST(Gan, RefusesWhatItCannotBuild) {
  auto settings = tests::tiny_settings(true);
  EXPECT_THAT(error_of<UsageError>([&] {
                make_gan(settings, {0, 28, 28}, 1);
              }),
              HasSubstr("expected labelled data for --conditional"));
  settings = tests::tiny_settings();
  settings.architecture = "dcgan";
  EXPECT_THAT(error_of<UsageError>([&] {
                make_gan(settings, {10, 28, 32}, 1);
              }),
              HasSubstr("expected 28x28 images for dcgan, got 32x28"));
}

nlohmann::ordered_json json_of(GanSettings settings) {
  Fields fields;
  describe(fields, settings);
  nlohmann::ordered_json json;
  io::write_settings(fields, json);
  return json;
}

TEST(GanSettings, AreDescribedByName) {
  GanSettings settings;
  settings.latent_dim = 12;
  settings.conditional = true;
  EXPECT_EQ(json_of(settings).dump(),
            R"({"architecture":"mini","latent_dim":12,"generator_width":32,)"
            R"("discriminator_width":32,"conditional":true})");
}

/// The error of reading the default settings with one of them replaced.
std::string refusal(const std::string& key, const nlohmann::json& value) {
  GanSettings settings;
  nlohmann::json json = json_of(settings);
  json[key] = value;
  return error_of([&] {
    io::JsonReader reader(json, "test");
    Fields fields;
    describe(fields, settings);
    io::read_settings(fields, reader);
  });
}

TEST(GanSettings, HaveRanges) {
  EXPECT_EQ(refusal("latent_dim", 4096), "no error");
  EXPECT_THAT(refusal("latent_dim", 1), HasSubstr("at least 2 and at most 4096, got 1"));
  EXPECT_THAT(refusal("latent_dim", 4097), HasSubstr("[latent_dim]"));
  EXPECT_THAT(refusal("generator_width", 1), HasSubstr("[generator_width]"));
  EXPECT_THAT(refusal("discriminator_width", 0), HasSubstr("[discriminator_width]"));
  EXPECT_THAT(refusal("architecture", "biggan"), HasSubstr("expected one of mini, dcgan"));
}

}  // namespace
}  // namespace akin
