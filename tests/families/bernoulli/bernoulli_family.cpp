#include "families/bernoulli/bernoulli_family.h"

#include "akin/nn/random_tensors.h"
#include "akin/training/loss_training.h"

namespace akin {
namespace {

using torch::Tensor;

class BernoulliPixels : public GenerativeModel {
 public:
  explicit BernoulliPixels(const ImageShape& image)
      : logits_(register_parameter("logits", torch::zeros({1, 1, image.height, image.width}))) {}

  /// -log p(x) of each image, [n] in nats.
  Tensor pixel_nll(const Tensor& data) {
    return torch::binary_cross_entropy_with_logits(logits_.expand_as(data), data, {}, {},
                                                   at::Reduction::None)
        .flatten(1)
        .sum(1);
  }
  [[nodiscard]] std::int64_t classes() const override { return 0; }

 protected:
  Tensor draw(std::int64_t count, Random& random, const Tensor& /*labels*/) override {
    const Tensor p = torch::sigmoid(logits_).expand({count, -1, -1, -1});  // [n, 1, h, w]
    return (nn::uniform(random, p.sizes(), 0, 1, device()) < p).to(torch::kFloat32);
  }
  std::optional<NegativeLogLikelihood> compute_nll(const Tensor& data, const Tensor& /*labels*/,
                                                   Random& /*random*/) override {
    return NegativeLogLikelihood{pixel_nll(data).sum().item<double>(), data.size(0)};
  }

 private:
  Tensor logits_;  // [1, 1, h, w]
};

class BernoulliTraining : public LossTraining {
 public:
  BernoulliTraining(const std::shared_ptr<BernoulliPixels>& model, double lr)
      : LossTraining(
            model, [&] { return model->tensors(); }, {.lr = lr}, 0),
        model_(model) {}

 protected:
  Objective objective(const Batch& batch, const StepContext& /*context*/) override {
    const Tensor loss = model_->pixel_nll(batch.data).mean();
    return {loss, {{"loss", loss.detach()}}, torch::scalar_tensor(batch.data.size(0))};
  }

 private:
  std::shared_ptr<BernoulliPixels> model_;
};

struct BernoulliSettings : FamilySettingsOf<BernoulliSettings> {
  double lr = 0.1;

  [[nodiscard]] std::string name() const override { return "bernoulli"; }
  void describe(Fields& fields) override {
    fields.section("learning");
    fields.real("lr", lr, {0, 10, true}, "learning rate of Adam");
  }
  [[nodiscard]] std::shared_ptr<BernoulliPixels> build(const DataSpec& data,
                                                       std::uint64_t /*seed*/) const {
    require_images(name(), data);
    return std::make_shared<BernoulliPixels>(data.image);
  }
  [[nodiscard]] std::unique_ptr<Trainable> train(std::shared_ptr<BernoulliPixels> model) const {
    return std::make_unique<BernoulliTraining>(model, lr);
  }
};

}  // namespace

Family bernoulli_family() {
  Recipe recipe;
  recipe.family = BernoulliSettings().clone();
  recipe.data.pixels = "binary";
  recipe.training.steps = 100;
  const LocalizedText title = {"Independent pixels", "독립 픽셀"};
  return {.name = "bernoulli",
          .title = title,
          .description = "Every pixel is an independent Bernoulli",
          .presets = {make_preset("default", "one probability per pixel", recipe)},
          .comparison = {{.name = "bernoulli", .title = title}}};
}

}  // namespace akin
