#include <torch/serialize.h>

#include "akin/experiment/run_folder.h"
#include "akin/io/file.h"
#include "akin/training/checkpoint.h"

#include "interop/python_test.h"
#include "support/imports.h"
#include "support/tensors.h"

namespace akin {
namespace {

using torch::Tensor;

nn::NamedTensors image_inputs(std::int64_t latent_dim) {
  Random random(3, "images");
  return {{"latents", tests::normal({5, latent_dim})},
          {"images", nn::uniform(random, {5, 1, 28, 28}, 0, 1)}};
}

/// Weights and statistics with which every layer affects the output.
void enliven(const nn::NamedTensors& tensors) {
  std::uint64_t seed = 1;
  for (const auto& [name, tensor] : tensors) {
    if (tensor.is_floating_point()) {
      const double centre = tensor.dim() == 1 ? 1 : 0;
      Tensor(tensor).copy_(tests::normal(tensor.sizes(), seed++) * 0.05 + centre);
    }
  }
}

Recipe preset(const std::string& family, const std::string& name) {
  Recipe recipe = preset_recipe(family, name);
  recipe.data.data = {"digits"};
  recipe.image = {0, 28, 28};
  return recipe;
}

/// Makes the test's folder a run without weights, and returns the model it would load.
class ImageModelInPython : public tests::PythonTest {
 protected:
  std::shared_ptr<GenerativeModel> make_run(const Recipe& recipe) const {
    io::write_atomically(run_folder().config(), to_json(recipe));
    auto model = recipe.family->make_model({recipe.image}, 1);
    enliven(model->tensors());
    model->eval();
    return model;
  }
  [[nodiscard]] RunFolder run_folder() const { return RunFolder(file("")); }
};

nn::NamedTensors gan_outputs(Gan& gan, const nn::NamedTensors& inputs) {
  const torch::NoGradGuard no_grad;
  return {{"images", gan.generate(inputs.at("latents")) * 2 - 1},
          {"belief", torch::sigmoid(gan.discriminate(inputs.at("images")))}};
}

/// Python's discriminator sees pixels in [-1, 1].
nn::NamedTensors in_tanh_range(nn::NamedTensors inputs) {
  inputs["images"] = inputs["images"] * 2 - 1;
  return inputs;
}

nn::NamedTensors vae_outputs(Vae& vae, const nn::NamedTensors& inputs) {
  const torch::NoGradGuard no_grad;
  const Posterior posterior = vae.encode(inputs.at("images"));
  return {{"mean", posterior.mean},
          {"log_variance", posterior.log_variance},
          {"images", vae.generate(inputs.at("latents")).flatten(1)}};
}

TEST_F(ImageModelInPython, RunsOurDcgan) {
  const auto gan = std::static_pointer_cast<Gan>(make_run(preset("gan", "dcgan")));
  save_weights(run_folder().weights(), gan->tensors());
  const auto inputs = image_inputs(100);
  const auto theirs = answer("dcgan.py", "run", in_tanh_range(inputs));
  tests::expect_same(gan_outputs(*gan, inputs), theirs);
}

TEST_F(ImageModelInPython, MakesADcganThatIsARunOfOurs) {
  make_run(preset("gan", "dcgan"));
  const auto inputs = image_inputs(100);
  const auto theirs = answer("dcgan.py", "make", in_tanh_range(inputs));
  const auto gan = std::static_pointer_cast<Gan>(open_run(run_folder()).model);
  tests::expect_same(gan_outputs(*gan, inputs), theirs);
}

TEST_F(ImageModelInPython, MakesADcganThatIsImported) {
  const auto inputs = image_inputs(100);
  const auto theirs = answer("dcgan.py", "make", in_tanh_range(inputs));
  GanSettings settings;
  settings.architecture = "dcgan";
  const auto file = io::read_safetensors(run_folder().weights());
  const auto gan = tests::import_gan(file, settings);
  EXPECT_EQ(gan.settings.latent_dim, 100);
  tests::expect_same(gan_outputs(static_cast<Gan&>(*gan.model), inputs), theirs);
}

TEST_F(ImageModelInPython, ConvertsTheCheckpointsOfTheCppExample) {
  const auto gan = std::static_pointer_cast<Gan>(make_run(preset("gan", "dcgan")));
  for (const std::string half : {"generator", "discriminator"}) {
    torch::serialize::OutputArchive archive;
    (half == "generator" ? gan->generator() : gan->discriminator()).save(archive);
    archive.save_to(file(half + "-checkpoint.pt"));
  }
  const auto inputs = image_inputs(100);
  const auto theirs = answer("dcgan.py", "convert", in_tanh_range(inputs));
  const auto again = std::static_pointer_cast<Gan>(open_run(run_folder()).model);
  tests::expect_same(gan_outputs(*again, inputs), theirs);
  tests::expect_same(gan_outputs(*gan, inputs), theirs);
}

TEST_F(ImageModelInPython, RunsOurVae) {
  const auto vae = std::static_pointer_cast<Vae>(make_run(preset("vae", "mlp")));
  save_weights(run_folder().weights(), vae->tensors());
  const auto inputs = image_inputs(20);
  tests::expect_same(vae_outputs(*vae, inputs), answer("vae.py", "run", inputs));
}

TEST_F(ImageModelInPython, MakesAVaeThatIsARunOfOurs) {
  make_run(preset("vae", "mlp"));
  const auto inputs = image_inputs(20);
  const auto theirs = answer("vae.py", "make", inputs);
  const auto vae = std::static_pointer_cast<Vae>(open_run(run_folder()).model);
  tests::expect_same(vae_outputs(*vae, inputs), theirs);
}

TEST_F(ImageModelInPython, MakesAVaeThatIsImported) {
  const auto inputs = image_inputs(20);
  const auto theirs = answer("vae.py", "make", inputs);
  VaeSettings settings;
  settings.architecture = "mlp";
  settings.latent_dim = 2;
  const auto file = io::read_safetensors(run_folder().weights());
  const auto vae = tests::import_vae(file, settings);
  EXPECT_EQ(vae.settings.latent_dim, 20);
  EXPECT_EQ(vae.image.width, 28);
  tests::expect_same(vae_outputs(static_cast<Vae&>(*vae.model), inputs), theirs);
}

}  // namespace
}  // namespace akin
