// Compares akin's training with a reference in plain LibTorch (torch::nn, torch::optim,
// DataLoader). Both alternate within one run, with each number of threads; the best number counts
// for each. Prints medians in milliseconds and their ratio.

#include <algorithm>
#include <chrono>
#include <map>

#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <nlohmann/json.hpp>
#include <torch/torch.h>

#include "akin/nn/fast_start.h"
#include "akin/numerics/median.h"

#include "races.h"

namespace {

using akin::benchmarks::Race;
using akin::benchmarks::Work;
using akin::numerics::median;
using Clock = std::chrono::steady_clock;
using Times = std::vector<double>;

double milliseconds_per_unit(const Work& work, int turn) {
  const auto start = Clock::now();
  for (int i = 0; i < turn; ++i) {
    work();
  }
  return std::chrono::duration<double, std::milli>(Clock::now() - start).count() / turn;
}

/// Times of one side by number of threads.
struct Side {
  Work work;
  std::map<int, Times> times{};

  void take_turn(int threads, int turn, bool counts) {
    torch::set_num_threads(threads);
    const double time = milliseconds_per_unit(work, turn);
    if (counts) {
      times[threads].push_back(time);
    }
  }
  [[nodiscard]] int best() const {
    return std::min_element(
               times.begin(), times.end(),
               [](const auto& a, const auto& b) { return median(a.second) < median(b.second); })
        ->first;
  }
};

nlohmann::ordered_json summary(const Side& side) {
  const Times& times = side.times.at(side.best());
  return {{"threads", side.best()},
          {"median_ms", median(times)},
          {"least_ms", *std::min_element(times.begin(), times.end())},
          {"most_ms", *std::max_element(times.begin(), times.end())}};
}

/// The reference, akin in f32, and akin in bf16 where the processor has instructions for it.
std::map<std::string, Side> sides_of(const Race& race) {
  using akin::Precision;
  std::map<std::string, Side> sides;
  sides.emplace("reference", Side{race.reference()});
  sides.emplace("akin", Side{race.akin(Precision::f32)});
  if (akin::nn::is_fast(Precision::bf16, torch::kCPU)) {
    sides.emplace("akin in bf16", Side{race.akin(Precision::bf16)});
  }
  return sides;
}

nlohmann::ordered_json run(const Race& race, int rounds, const std::vector<int>& threads) {
  std::map<std::string, Side> sides = sides_of(race);
  for (int i = 0; i <= rounds; ++i) {  // the first round warms up
    for (const int count : threads) {
      for (auto& [name, side] : sides) {
        side.take_turn(count, race.turn, i > 0);
      }
    }
  }
  nlohmann::ordered_json result = {{"name", race.name}, {"unit", race.unit}};
  for (const char* name : {"reference", "akin", "akin in bf16"}) {
    if (sides.contains(name)) {
      result[name] = summary(sides.at(name));
      result[name]["ratio"] =
          result["reference"]["median_ms"].get<double>() / result[name]["median_ms"].get<double>();
    }
  }
  return result;
}

void print(const nlohmann::ordered_json& result) {
  fmt::print("{}, {}:\n", result["name"].get<std::string>(), result["unit"].get<std::string>());
  for (const auto& [name, of] : result.items()) {
    if (of.is_object()) {
      fmt::print("  {}: {:.1f} ms ({:.1f} to {:.1f}, {} thread{}), ratio {:.2f}\n", name,
                 of["median_ms"].get<double>(), of["least_ms"].get<double>(),
                 of["most_ms"].get<double>(), of["threads"].get<int>(),
                 of["threads"] == 1 ? "" : "s", of["ratio"].get<double>());
    }
  }
  std::fflush(stdout);
}

}  // namespace

int main(int argc, char** argv) {
  akin::nn::start_fast(argv);  // speeds up both sides
  CLI::App app{"Training steps of akin against a reference in plain LibTorch"};
  std::vector<std::string> names;
  std::vector<int> threads = {1, 2};
  int rounds = 5;
  bool json = false;
  app.add_option("names", names, "races to run: dcgan, mini, mlp, nanogpt; default: all");
  app.add_option("--rounds", rounds, "turns per side")->check(CLI::Range(1, 1000));
  app.add_option("--threads", threads, "numbers of threads to try for each side")
      ->check(CLI::Range(1, 256));
  app.add_flag("--json", json, "print lines of JSON");
  CLI11_PARSE(app, argc, argv);
  for (const auto& race : akin::benchmarks::races()) {
    if (!names.empty() && std::find(names.begin(), names.end(), race.name) == names.end()) {
      continue;
    }
    const auto result = run(race, rounds, threads);
    json ? fmt::print("{}\n", result.dump()) : print(result);
  }
}
