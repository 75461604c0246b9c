// Scaling of matrix products, of Transformer training steps with batch, width and context, of
// decoding with position and model, and of image generation. By Google Benchmark.

#include <benchmark/benchmark.h>

#include <torch/torch.h>

#include "akin/families/transformer/text_model.h"
#include "akin/families/transformer/token_image_model.h"
#include "akin/families/transformer/transformer_training.h"
#include "akin/inference/decoder.h"
#include "akin/nn/autocast.h"
#include "akin/nn/fast_start.h"
#include "akin/nn/random_tensors.h"

namespace {

using akin::TransformerShape;
using benchmark::Counter;
using benchmark::State;

constexpr double multiply_add = 2;

TransformerShape shape_of(std::int64_t layers, std::int64_t heads, std::int64_t width,
                          std::int64_t context) {
  TransformerShape shape;
  shape.layers = layers;
  shape.heads = heads;
  shape.width = width;
  shape.context = context;
  return shape;
}

std::shared_ptr<const akin::tokens::Tokenizer> tokenizer() {
  std::string characters;
  for (char c = ' '; c <= '`'; ++c) {
    characters += c;
  }
  return akin::tokens::make_characters(akin::tokens::text_source(characters));  // 65
}

void matrix_product(State& state) {
  torch::set_num_threads(static_cast<int>(state.range(0)));
  const std::int64_t n = state.range(1);
  akin::Random random(1);
  const torch::Tensor a = akin::nn::normal(random, {n, n});
  const torch::Tensor b = akin::nn::normal(random, {n, n});
  torch::Tensor c = torch::empty({n, n});
  for (auto _ : state) {
    torch::mm_out(c, a, b);
  }
  const auto side = static_cast<double>(n);
  state.counters["flop"] =
      Counter(multiply_add * side * side * side, Counter::kIsIterationInvariantRate);
}
BENCHMARK(matrix_product)
    ->ArgNames({"threads", "n"})
    ->ArgsProduct({{1, 2}, {128, 512, 1024}})
    ->UseRealTime();

void transformer_step(State& state) {
  torch::set_num_threads(2);
  const std::int64_t batch = state.range(0);
  const std::int64_t context = state.range(2);
  const auto model = std::make_shared<akin::TextModel>(shape_of(4, 4, state.range(1), context),
                                                       tokenizer(), false, 1);
  akin::TransformerTraining training(model, {});
  akin::Random random(2);
  const torch::Tensor sentences =
      akin::nn::uniform(random, {batch, context + 1}, 0, 65, torch::kCPU).to(torch::kInt64);
  for (auto _ : state) {
    training.step({sentences, {}}, {});
  }
  state.counters["tokens"] =
      Counter(static_cast<double>(batch * context), Counter::kIsIterationInvariantRate);
}
BENCHMARK(transformer_step)
    ->ArgNames({"batch", "width", "context"})
    ->Args({6, 128, 64})
    ->Args({12, 128, 64})
    ->Args({24, 128, 64})
    ->Args({48, 128, 64})
    ->Args({12, 64, 64})
    ->Args({12, 256, 64})
    ->Args({12, 512, 64})
    ->Args({12, 128, 32})
    ->Args({12, 128, 128})
    ->Args({12, 128, 256})
    ->Unit(benchmark::kMillisecond)
    ->UseRealTime();

akin::inference::Decoder decoder_of(const TransformerShape& shape,
                                    akin::Precision precision = akin::Precision::f32) {
  const akin::nn::AutocastScope scope(precision);
  return akin::TextModel(shape, tokenizer(), false, 1).decoder();
}

/// One token after `position` others.
void decode_at(State& state) {
  const auto position = static_cast<std::size_t>(state.range(0));
  auto decoder = decoder_of(shape_of(4, 4, 128, 64));
  const std::vector<std::int32_t> before(position, 3);
  for (auto _ : state) {
    state.PauseTiming();
    decoder.reset();
    decoder.feed(before);
    state.ResumeTiming();
    benchmark::DoNotOptimize(decoder.step(5).data());
  }
}
BENCHMARK(decode_at)->ArgName("position")->Arg(1)->Arg(16)->Arg(32)->Arg(48)->Arg(63);

/// A full context, token by token.
void decode_text(State& state) {
  auto decoder =
      decoder_of(shape_of(state.range(0), state.range(1), state.range(2), state.range(3)),
                 static_cast<akin::Precision>(state.range(4)));
  const std::int64_t context = state.range(3);
  for (auto _ : state) {
    decoder.reset();
    for (std::int64_t i = 0; i < context; ++i) {
      benchmark::DoNotOptimize(decoder.step(static_cast<std::int32_t>(i % 65)).data());
    }
  }
  state.counters["tokens"] =
      Counter(static_cast<double>(context), Counter::kIsIterationInvariantRate);
}
BENCHMARK(decode_text)
    ->ArgNames({"layers", "heads", "width", "context", "bf16"})
    ->Args({4, 4, 128, 64, 0})
    ->Args({4, 4, 128, 64, 1})
    ->Args({6, 6, 384, 256, 0})
    ->Args({6, 6, 384, 256, 1})
    ->Unit(benchmark::kMillisecond);

/// Images token by token, one image per thread.
void write_images(State& state) {
  constexpr std::int64_t count = 32;
  torch::set_num_threads(2);
  akin::TokenImageModel model(shape_of(4, 4, 128, 64), "binary-2x2", 16,
                              {.height = 28, .width = 28}, 1);
  const akin::nn::AutocastScope scope(static_cast<akin::Precision>(state.range(0)));
  for (auto _ : state) {
    benchmark::DoNotOptimize(model.sample(count, 1).data_ptr());
  }
  state.counters["images"] =
      Counter(static_cast<double>(count), Counter::kIsIterationInvariantRate);
}
BENCHMARK(write_images)
    ->ArgName("bf16")
    ->Arg(0)
    ->Arg(1)
    ->Unit(benchmark::kMillisecond)
    ->UseRealTime();

}  // namespace

int main(int argc, char** argv) {
  akin::nn::start_fast(argv);
  benchmark::Initialize(&argc, argv);
  benchmark::RunSpecifiedBenchmarks();
}
