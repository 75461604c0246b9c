#include "akin/families/gan/gan_training.h"

#include <algorithm>
#include <utility>

#include "akin/base/require.h"
#include "akin/families/gan/gan_losses.h"
#include "akin/nn/random_tensors.h"

namespace akin {

using torch::Tensor;

void describe(Fields& fields, GanLearning& learning) {
  fields.choice("loss", learning.loss, {"non-saturating", "hinge", "least-squares", "relativistic"},
                "objective of the two networks");
  fields.real("lr", learning.lr, {0, 10, true}, "learning rate of Adam");
  fields.real("discriminator_lr", learning.discriminator_lr, {0, 10},
              "learning rate of the discriminator; 0: the same");
  fields.whole("discriminator_steps", learning.discriminator_steps, {1, 100},
               "discriminator updates per generator update");
  fields.real("beta1", learning.beta1, {0, 0.9999}, "Adam's decay of the first moment");
  fields.real("beta2", learning.beta2, {0, 0.999999}, "Adam's decay of the second moment");
  fields.real("label_smoothing", learning.label_smoothing, {0, 0.5},
              "targets of real images are uniform in [1 - x, 1]");
  fields.real("r1", learning.r1, {0, 1e6}, "weight of the R1 gradient penalty; 0: off");
  fields.whole("r1_every", learning.r1_every, {1, 1000}, "steps between two penalties");
  fields.real("ema", learning.ema, {0, 0.999999},
              "decay of the moving average of the weights, used for sampling");
}

GanTraining::GanTraining(std::shared_ptr<Gan> model, GanLearning learning)
    : model_(std::move(model)),
      learning_(std::move(learning)),
      generator_optimizer_(model_->generator(), {learning_.lr, learning_.beta1, learning_.beta2}),
      discriminator_optimizer_(
          model_->discriminator(),
          {learning_.discriminator_lr > 0 ? learning_.discriminator_lr : learning_.lr,
           learning_.beta1, learning_.beta2}),
      average_(nn::named_tensors(model_->generator()), learning_.ema) {
  require<UsageError>(learning_.label_smoothing == 0 || learning_.loss == "non-saturating",
                      "[gan] expected --loss non-saturating with label smoothing, got {}; add "
                      "--label-smoothing 0 for this loss",
                      learning_.loss);
}

StepMetrics GanTraining::step(const Batch& batch, const StepContext& context) {
  model_->train();
  Random random = context.random("latent");
  for (std::int64_t i = 1; i < learning_.discriminator_steps; ++i) {
    discriminator_step(batch, generated(batch, random).detach(), context);
  }
  const Tensor fake = generated(batch, random);
  const DiscriminatorOutput output = discriminator_step(batch, fake.detach(), context);
  const Tensor g_loss = generator_step(batch, fake, context.lr_factor);
  return {{"d_loss", output.loss.detach()},
          {"g_loss", g_loss.detach()},
          {"d_real", output.real.detach().sigmoid().mean(), "D(real)"},
          {"d_fake", output.fake.detach().sigmoid().mean(), "D(fake)"}};
}

std::optional<std::string> GanTraining::advice(const StepMetrics& metrics) const {
  const auto value = [&](const std::string& name) {
    const auto found = std::find_if(metrics.begin(), metrics.end(),
                                    [&](const StepMetric& metric) { return metric.name == name; });
    return found == metrics.end() ? 0.5 : found->value.item<double>();
  };
  if (value("d_real") <= 0.99 || value("d_fake") >= 0.01) {
    return std::nullopt;
  }
  return "the discriminator is always right, so the generator learns little from it: if the "
         "samples "
         "stop improving, try a larger --r1, a lower --discriminator-lr or --label-smoothing "
         "0.1";
}

bool GanTraining::set(const std::string& setting, double value) {
  if (setting != "discriminator_steps") {
    return false;
  }
  learning_.discriminator_steps = static_cast<std::int64_t>(value);
  return true;
}

Tensor GanTraining::generated(const Batch& batch, Random& random) {
  const Tensor latents = nn::normal(random, {batch.data.size(0), model_->latent_dim()},
                                    batch.data.device());  // [n, d]
  return model_->generate(latents, batch.labels);
}

GanTraining::DiscriminatorOutput GanTraining::discriminator_step(const Batch& batch,
                                                                 const Tensor& fake,
                                                                 const StepContext& context) {
  const bool penalise = learning_.r1 > 0 && context.step % learning_.r1_every == 0;
  const Tensor real = penalise ? batch.data.detach().requires_grad_() : batch.data;
  DiscriminatorOutput output;
  if (model_->discriminator().mixes_batch()) {
    // Batch statistics of real and generated data are kept apart (Chintala et al. 2016).
    output.real = model_->discriminate(real, batch.labels);
    output.fake = model_->discriminate(fake, batch.labels);
  } else {
    const Tensor labels =
        batch.labels.defined() ? torch::cat({batch.labels, batch.labels}) : Tensor();
    const auto halves = model_->discriminate(torch::cat({real, fake}), labels).chunk(2);
    output.real = halves[0];
    output.fake = halves[1];
  }
  output.loss = discriminator_loss(output, context);
  Tensor objective = output.loss;
  if (penalise) {
    const double weight = 0.5 * learning_.r1 * static_cast<double>(learning_.r1_every);
    objective = objective + weight * gradient_penalty(output.real, real);
  }
  discriminator_optimizer_.step(discriminator_optimizer_.parameters().gradients(objective),
                                context.lr_factor);
  return output;
}

Tensor GanTraining::generator_step(const Batch& batch, const Tensor& fake, double lr_factor) {
  // The generator needs the gradient at the images, not that of the discriminator's weights.
  const Tensor images = fake.detach().requires_grad_();
  const Tensor fake_logits = model_->discriminate(images, batch.labels);
  Tensor real_logits;
  if (learning_.loss == "relativistic") {
    const torch::NoGradGuard no_grad;
    real_logits = model_->discriminate(batch.data, batch.labels);
  }
  const Tensor loss = generator_loss(real_logits, fake_logits);
  const Tensor gradient = torch::autograd::grad({loss}, {images}).front();
  generator_optimizer_.step(generator_optimizer_.parameters().gradients(fake, gradient), lr_factor);
  average_.update();
  return loss;
}

Tensor GanTraining::discriminator_loss(const DiscriminatorOutput& output,
                                       const StepContext& context) const {
  const auto& [loss, real, fake] = output;
  if (learning_.loss == "hinge") {
    return hinge_discriminator_loss(real, fake);
  }
  if (learning_.loss == "least-squares") {
    return least_squares_discriminator_loss(real, fake);
  }
  if (learning_.loss == "relativistic") {
    return relativistic_loss(real, fake);
  }
  if (learning_.label_smoothing > 0) {
    Random random = context.random("label smoothing");
    const Tensor targets =
        nn::uniform(random, real.sizes(), 1 - learning_.label_smoothing, 1, real.device());
    return smoothed_discriminator_loss(real, fake, targets);
  }
  return minimax_discriminator_loss(real, fake);
}

Tensor GanTraining::generator_loss(const Tensor& real, const Tensor& fake) const {
  if (learning_.loss == "hinge") {
    return linear_generator_loss(fake);
  }
  if (learning_.loss == "least-squares") {
    return least_squares_generator_loss(fake);
  }
  if (learning_.loss == "relativistic") {
    return relativistic_loss(fake, real);
  }
  return non_saturating_generator_loss(fake);
}

nn::NamedTensors GanTraining::state() const {
  nn::NamedTensors all = nn::named_tensors(*model_, "model.");
  all.merge(average_.state("average."));
  all.merge(generator_optimizer_.state("generator_optimizer."));
  all.merge(discriminator_optimizer_.state("discriminator_optimizer."));
  return all;
}

nn::NamedTensors GanTraining::weights() const {
  nn::NamedTensors weights = average_.weights("generator.");
  weights.merge(nn::named_tensors(model_->discriminator(), "discriminator."));
  return weights;
}

}  // namespace akin
