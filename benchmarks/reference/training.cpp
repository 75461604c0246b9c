#include "reference/training.h"

#include <memory>

#include "akin/training/batches.h"

#include "reference/networks.h"

namespace akin::reference {

using torch::Tensor;

namespace {

class ImageDataset : public torch::data::datasets::Dataset<ImageDataset> {
 public:
  /// Pixels from `low` to 1.
  ImageDataset(data::Images images, double low) : images_(std::move(images)), low_(low) {}
  torch::data::Example<> get(std::size_t i) override {
    const auto index = static_cast<std::int64_t>(i);
    return {image_tensor(images_, {index})[0] * (1 - low_) + low_,
            torch::tensor(images_.label(index))};
  }
  [[nodiscard]] c10::optional<std::size_t> size() const override {
    return static_cast<std::size_t>(images_.size());
  }

 private:
  data::Images images_;
  double low_;
};

auto make_loader(const data::Images& images, double low, std::size_t batch_size) {
  return torch::data::make_data_loader(
      ImageDataset(images, low).map(torch::data::transforms::Stack<>()),
      torch::data::DataLoaderOptions(batch_size).workers(1));
}
using Loader = decltype(make_loader(std::declval<data::Images>(), 0, 1));

class GanStep {
 public:
  GanStep(const std::string& preset, const data::Images& images)
      : latent_dim_(preset == "dcgan" ? 100 : 64),
        generator_(preset == "dcgan" ? dcgan_generator() : mini_generator()),
        discriminator_(preset == "dcgan" ? dcgan_discriminator() : mini_discriminator()),
        generator_optimizer_(generator_->parameters(), options()),
        discriminator_optimizer_(discriminator_->parameters(), options()),
        loader_(make_loader(images, -1, 64)),
        next_(loader_->begin()) {}

  void operator()() {
    if (next_ == loader_->end()) {
      next_ = loader_->begin();
    }
    const Tensor real = next_->data;
    ++next_;
    discriminator_->zero_grad();
    torch::binary_cross_entropy_with_logits(discriminator_->forward(real),
                                            torch::empty(real.size(0)).uniform_(0.8, 1.0))
        .backward();
    const Tensor fake = torch::tanh(generator_->forward(torch::randn({real.size(0), latent_dim_})));
    torch::binary_cross_entropy_with_logits(discriminator_->forward(fake.detach()),
                                            torch::zeros(real.size(0)))
        .backward();
    discriminator_optimizer_.step();
    generator_->zero_grad();
    torch::binary_cross_entropy_with_logits(discriminator_->forward(fake),
                                            torch::ones(real.size(0)))
        .backward();
    generator_optimizer_.step();
  }

 private:
  static torch::optim::AdamOptions options() {
    return torch::optim::AdamOptions(2e-4).betas({0.5, 0.5});
  }

  std::int64_t latent_dim_;
  torch::nn::Sequential generator_, discriminator_;
  torch::optim::Adam generator_optimizer_, discriminator_optimizer_;
  Loader loader_;
  decltype(std::declval<Loader>()->begin()) next_;
};

class VaeEpoch {
 public:
  VaeEpoch(const data::Images& train, const data::Images& test)
      : train_(make_loader(train, 0, 128)), test_(make_loader(test, 0, 128)) {}

  void operator()() {
    double sum = 0;
    for (const auto& batch : *train_) {
      optimizer_.zero_grad();
      const Tensor loss = model_->loss(batch.data);
      loss.backward();
      sum += loss.item<double>();
      optimizer_.step();
    }
    const torch::NoGradGuard no_grad;
    for (const auto& batch : *test_) {
      sum += model_->loss(batch.data).item<double>();
    }
  }

 private:
  MlpVae model_;
  torch::optim::Adam optimizer_{model_->parameters(), torch::optim::AdamOptions(1e-3)};
  Loader train_, test_;
};

class GptStep {
 public:
  explicit GptStep(const std::vector<std::int64_t>& text)
      : text_(torch::tensor(text)), optimizer_(groups(*model_), {1e-3}) {}

  void operator()() {
    const Tensor starts = torch::randint(text_.size(0) - context, {12});
    std::vector<Tensor> given;
    std::vector<Tensor> targets;
    for (std::int64_t i = 0; i < starts.size(0); ++i) {
      const auto start = starts[i].item<std::int64_t>();
      given.push_back(text_.slice(0, start, start + context));
      targets.push_back(text_.slice(0, start + 1, start + 1 + context));
    }
    const Tensor logits = model_->forward(torch::stack(given));
    const Tensor loss =
        torch::cross_entropy_loss(logits.flatten(0, 1), torch::stack(targets).flatten());
    optimizer_.zero_grad();
    loss.backward();
    torch::nn::utils::clip_grad_norm_(model_->parameters(), 1.0);
    optimizer_.step();
  }

 private:
  static constexpr std::int64_t context = 64;

  static std::vector<torch::optim::OptimizerParamGroup> groups(GptImpl& model) {
    std::vector<Tensor> decayed;
    std::vector<Tensor> others;
    for (const auto& parameter : model.parameters()) {
      (parameter.dim() >= 2 ? decayed : others).push_back(parameter);
    }
    const auto options = [](double decay) {
      return std::make_unique<torch::optim::AdamWOptions>(
          torch::optim::AdamWOptions(1e-3).betas({0.9, 0.99}).weight_decay(decay));
    };
    return {{decayed, options(0.1)}, {others, options(0)}};
  }

  Tensor text_;
  Gpt model_{GptSizes()};
  torch::optim::AdamW optimizer_;
};

/// Shared, since std::function needs copyable objects and these are not.
template <class Step, class... Arguments>
benchmarks::Work work_of(const Arguments&... arguments) {
  return [step = std::make_shared<Step>(arguments...)] { (*step)(); };
}

}  // namespace

benchmarks::Work gan_step(const std::string& preset, const data::Images& images) {
  return work_of<GanStep>(preset, images);
}

benchmarks::Work vae_epoch(const data::Images& train, const data::Images& test) {
  return work_of<VaeEpoch>(train, test);
}

benchmarks::Work gpt_step(const std::vector<std::int64_t>& text) {
  return work_of<GptStep>(text);
}

}  // namespace akin::reference
