// One training step of a GAN, akin's against the same networks written the textbook way (torch::nn
// modules, torch::optim::Adam, DataLoader), in alternation within one run. Prints medians in
// milliseconds and their ratio.
//
//     race_gan mini|dcgan [rounds] [threads]

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <numeric>

#include <fmt/format.h>

#include "akin/data/digits.h"
#include "akin/training/batches.h"
#include "akin/training/gan_training.h"
#include "akin/training/presets.h"

#include "textbook/networks.h"

namespace {

using torch::Tensor;
using Clock = std::chrono::steady_clock;

constexpr int batch_size = 64;
constexpr int steps_per_round = 5;

class TextbookData : public torch::data::datasets::Dataset<TextbookData> {
 public:
  explicit TextbookData(akin::data::Images images) : images_(std::move(images)) {}
  torch::data::Example<> get(std::size_t i) override {
    const auto index = static_cast<std::int64_t>(i);
    return {akin::image_tensor(images_, {index})[0] * 2 - 1, torch::tensor(images_.label(index))};
  }
  [[nodiscard]] c10::optional<std::size_t> size() const override {
    return static_cast<std::size_t>(images_.size());
  }

 private:
  akin::data::Images images_;
};

/// PyTorch's C++ example's loop body.
class Textbook {
 public:
  Textbook(const std::string& preset, const akin::data::Images& images)
      : latent_dim_(preset == "dcgan" ? 100 : 64),
        generator_(preset == "dcgan" ? akin::textbook::dcgan_generator()
                                     : akin::textbook::mini_generator()),
        discriminator_(preset == "dcgan" ? akin::textbook::dcgan_discriminator()
                                         : akin::textbook::mini_discriminator()),
        generator_optimizer_(generator_->parameters(),
                             torch::optim::AdamOptions(2e-4).betas({0.5, 0.5})),
        discriminator_optimizer_(discriminator_->parameters(),
                                 torch::optim::AdamOptions(2e-4).betas({0.5, 0.5})),
        loader_(torch::data::make_data_loader(
            TextbookData(images).map(torch::data::transforms::Stack<>()),
            torch::data::DataLoaderOptions(batch_size).workers(1))),
        next_(loader_->begin()) {}

  void step() {
    if (next_ == loader_->end()) {
      next_ = loader_->begin();
    }
    const Tensor real = next_->data;
    ++next_;
    discriminator_->zero_grad();
    const Tensor real_loss = torch::binary_cross_entropy_with_logits(
        discriminator_->forward(real), torch::empty(real.size(0)).uniform_(0.8, 1.0));
    real_loss.backward();
    const Tensor fake = torch::tanh(generator_->forward(torch::randn({real.size(0), latent_dim_})));
    const Tensor fake_loss = torch::binary_cross_entropy_with_logits(
        discriminator_->forward(fake.detach()), torch::zeros(real.size(0)));
    fake_loss.backward();
    discriminator_optimizer_.step();
    generator_->zero_grad();
    torch::binary_cross_entropy_with_logits(discriminator_->forward(fake),
                                            torch::ones(real.size(0)))
        .backward();
    generator_optimizer_.step();
  }

 private:
  using Loader = decltype(torch::data::make_data_loader(
      std::declval<TextbookData>().map(torch::data::transforms::Stack<>()),
      torch::data::DataLoaderOptions(1)));
  std::int64_t latent_dim_;
  torch::nn::Sequential generator_;
  torch::nn::Sequential discriminator_;
  torch::optim::Adam generator_optimizer_;
  torch::optim::Adam discriminator_optimizer_;
  Loader loader_;
  decltype(std::declval<Loader>()->begin()) next_;
};

class Ours {
 public:
  Ours(const std::string& preset, const akin::data::Images& images)
      : learner_(akin::make_learner(akin::find_preset("gan", preset).family, {{0, 28, 28}}, 1,
                                    torch::kCPU)),
        batches_(akin::image_batches(images, batch_size, 1)) {}

  void step() {
    learner_.training->step(batches_(step_), {1, step_, 1.0});
    ++step_;
  }

 private:
  akin::Learner learner_;
  akin::Batches batches_;
  std::int64_t step_ = 0;
};

double milliseconds_per_step(auto& contender) {
  const auto start = Clock::now();
  for (int i = 0; i < steps_per_round; ++i) {
    contender.step();
  }
  return std::chrono::duration<double, std::milli>(Clock::now() - start).count() / steps_per_round;
}

double median(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  return values[values.size() / 2];
}

}  // namespace

int main(int argc, char** argv) {
  const std::string preset = argc > 1 ? argv[1] : "mini";
  const int rounds = argc > 2 ? std::atoi(argv[2]) : 10;
  torch::set_num_threads(argc > 3 ? std::atoi(argv[3]) : 2);
  const auto images = akin::data::digits(5000, 1);
  Textbook textbook(preset, images);
  Ours ours(preset, images);
  milliseconds_per_step(textbook);
  milliseconds_per_step(ours);
  std::vector<double> textbook_times;
  std::vector<double> our_times;
  std::vector<double> ratios;
  for (int i = 0; i < rounds; ++i) {
    textbook_times.push_back(milliseconds_per_step(textbook));
    our_times.push_back(milliseconds_per_step(ours));
    ratios.push_back(textbook_times.back() / our_times.back());
  }
  fmt::print(
      "{}: textbook {:.1f} ms, akin {:.1f} ms a step; ratio {:.2f} (from {:.2f} to {:.2f}), {} "
      "rounds, {} threads\n",
      preset, median(textbook_times), median(our_times), median(ratios),
      *std::min_element(ratios.begin(), ratios.end()),
      *std::max_element(ratios.begin(), ratios.end()), rounds, torch::get_num_threads());
}
