#include "akin/training/checkpoint.h"

#include <gmock/gmock.h>

#include "akin/io/safetensors.h"

#include "support/error_of.h"
#include "support/temporary_folder.h"
#include "support/tiny_gan.h"

namespace akin {
namespace {

using testing::HasSubstr;
using tests::state_bytes;
using tests::tiny_batches;

GanLearning learning() {
  GanLearning learning;
  learning.r1 = 1;
  learning.r1_every = 3;  // does not divide the step of the checkpoint
  learning.label_smoothing = 0.1;
  return learning;
}

io::Bytes weight_bytes(const Trainable& training) {
  return io::format_safetensors({nn::to_raw(training.weights()), {}});
}

TEST(Checkpoint, ResumesBitForBit) {
  const tests::TemporaryFolder folder;
  const auto path = folder.path() / "state.safetensors";
  const auto batches = tiny_batches();

  GanTraining whole(tests::tiny_gan(1, true), learning());
  tests::train(whole, batches, 0, 10);

  GanTraining first(tests::tiny_gan(1, true), learning());
  tests::train(first, batches, 0, 5);
  save_state(path, first, {5, 10});

  GanTraining second(tests::tiny_gan(77, true), learning());
  const Position position = load_state(path, second);
  EXPECT_EQ(position.step, 5);
  EXPECT_EQ(position.steps, 10);
  EXPECT_EQ(state_bytes(second), state_bytes(first));
  tests::train(second, batches, position.step, 10);
  EXPECT_EQ(state_bytes(second), state_bytes(whole));
  EXPECT_EQ(weight_bytes(second), weight_bytes(whole));  // the averages, too
  EXPECT_NE(state_bytes(second), state_bytes(first));
}

TEST(Checkpoint, SavingChangesNothing) {
  const tests::TemporaryFolder folder;
  GanTraining training(tests::tiny_gan(1), {});
  const auto before = state_bytes(training);
  save_state(folder.path() / "state.safetensors", training, {});
  save_weights(folder.path() / "model.safetensors", training.weights());
  EXPECT_EQ(state_bytes(training), before);
}

TEST(Checkpoint, WeightsAreAPlainSafetensorsFile) {
  const tests::TemporaryFolder folder;
  const auto path = folder.path() / "model.safetensors";
  save_weights(path, {{"a.weight", torch::tensor({1.F, 2.F})}});
  const auto file = io::read_safetensors(path);
  EXPECT_EQ(file.metadata.at("format"), "pt");
  ASSERT_EQ(file.tensors.size(), 1U);
  EXPECT_THAT(file.tensors.at("a.weight").bytes,
              testing::ElementsAre(0, 0, 0x80, 0x3f, 0, 0, 0, 0x40));
}

/// The error of loading a state that `spoil` has changed. Expects an unchanged training.
template <class Spoil>
std::string refusal(const Spoil& spoil) {
  const tests::TemporaryFolder folder;
  const auto path = folder.path() / "state.safetensors";
  GanTraining training(tests::tiny_gan(1), {});
  save_state(path, training, {5, 10});
  auto file = io::read_safetensors(path);
  spoil(file);
  io::write_safetensors(path, file);
  GanTraining other(tests::tiny_gan(2), {});
  const auto before = state_bytes(other);
  const std::string error = tests::error_of([&] { load_state(path, other); });
  EXPECT_EQ(state_bytes(other), before);
  return error;
}

TEST(Checkpoint, RefusesAPositionThatMakesNoSense) {
  EXPECT_EQ(refusal([](io::Safetensors& file) { file.metadata.erase("step"); }),
            "[state.safetensors] expected 'step' in the metadata, got none");
  for (const char* bad : {"", "-1", "many", "1.5", "5 ", "99999999999999999999"}) {
    EXPECT_EQ(
        refusal([&](io::Safetensors& file) { file.metadata["steps"] = bad; }),
        fmt::format("[state.safetensors] expected 'steps' to be a whole number, got '{}'", bad));
  }
  EXPECT_EQ(refusal([](io::Safetensors& file) { file.metadata["step"] = "11"; }),
            "[state.safetensors] expected at most 10 steps done, got 11");
}

TEST(Checkpoint, RefusesAnotherModelsTensors) {
  EXPECT_THAT(refusal([](io::Safetensors& file) {
                file.tensors.erase("generator_optimizer.first_moment");
              }),
              HasSubstr("expected a tensor 'generator_optimizer.first_moment', got none"));
  EXPECT_THAT(refusal([](io::Safetensors& file) {
                file.tensors["extra"] = {"U8", {1}, io::Bytes(1)};
              }),
              HasSubstr("expected no tensor 'extra'"));
  EXPECT_THAT(refusal([](io::Safetensors& file) {
                auto& bytes = file.tensors.at("average.linear.bias").bytes;
                bytes[2] = 0xc0;  // with the next byte, a NaN
                bytes[3] = 0x7f;
              }),
              HasSubstr("NaN or infinity in 'average.linear.bias'"));
}

TEST(Checkpoint, AMissingFileIsAnError) {
  const tests::TemporaryFolder folder;
  GanTraining training(tests::tiny_gan(1), {});
  EXPECT_THAT(tests::error_of([&] { load_state(folder.path() / "none", training); }),
              HasSubstr("none"));
}

}  // namespace
}  // namespace akin
