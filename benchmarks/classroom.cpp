// Latency of `akin serve` for one client, then for a class that requests samples concurrently; with
// the instructor's token also for one client during a training.
// Usage: classroom URL PID [--visitors 50] [--seconds 60] [--token TOKEN], of a server that runs.

#include <atomic>
#include <chrono>
#include <fstream>
#include <map>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include <httplib.h>

#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "akin/base/require.h"
#include "akin/numerics/median.h"

namespace {

using nlohmann::json;
using Clock = std::chrono::steady_clock;

double seconds_since(Clock::time_point begin) {
  return std::chrono::duration<double>(Clock::now() - begin).count();
}

struct Answered {
  int status = 0;
  std::string body;
  double seconds = 0;
};

Answered post(httplib::Client& client, const std::string& path, const json& body) {
  const auto begin = Clock::now();
  const auto answer = client.Post(path, body.dump(), "application/json");
  return answer ? Answered{answer->status, answer->body, seconds_since(begin)} : Answered{};
}

json expect_answer(httplib::Client& client, const std::string& path, const json& body) {
  const Answered answered = post(client, path, body);
  akin::require(answered.status == 200, "[classroom] expected an answer of {}, got {} {}", path,
                answered.status, answered.body);
  return json::parse(answered.body);
}

void opening(httplib::Client& client, const json& latent) {
  const auto begin = Clock::now();
  akin::require(client.Get("/") && client.Get("/api/models"), "[classroom] expected a page");
  expect_answer(client, "/api/samples", {{"model", latent["index"]}});
  fmt::print("page, models and first sample: {:.0f} ms\n", 1000 * seconds_since(begin));
}

/// A slider that is moved: 200 moves, one after the other.
void sliding(httplib::Client& client, const json& model) {
  std::vector<double> times;
  std::vector<double> offset(model["latent_dim"].get<std::size_t>());
  for (int i = 0; i < 200; ++i) {
    offset.front() = 0.02 * i - 2;
    const auto begin = Clock::now();
    expect_answer(client, "/api/samples", {{"model", model["index"]}, {"offset", offset}});
    times.push_back(seconds_since(begin));
  }
  fmt::print("slider, {} of {}: {:.1f} ms at the median\n", model["family"].get<std::string>(),
             model["name"].get<std::string>(), 1000 * akin::numerics::median(times));
}

void writing(httplib::Client& client, const json& model, bool probabilities) {
  constexpr int length = 2000;
  std::vector<double> rates;
  for (int i = 0; i < 5; ++i) {
    const Answered answered =
        post(client, "/api/generate",
             {{"model", model["index"]}, {"length", length}, {"probabilities", probabilities}});
    akin::require(answered.status == 200, "[classroom] expected text, got {}", answered.status);
    std::int64_t tokens = 0;
    for (auto at = answered.body.find("\"text\""); at != std::string::npos;
         at = answered.body.find("\"text\"", at + 1)) {
      ++tokens;
    }
    rates.push_back(static_cast<double>(tokens) / answered.seconds);
  }
  fmt::print("text of {}{}: {:.0f} tokens/s at the median\n", model["name"].get<std::string>(),
             probabilities ? " with probabilities" : "", akin::numerics::median(rates));
}

/// Resident memory of a process in MiB.
double memory_of(int pid) {
  std::ifstream status(fmt::format("/proc/{}/status", pid));
  for (std::string line; std::getline(status, line);) {
    if (line.starts_with("VmRSS:")) {
      return std::stod(line.substr(6)) / 1024;
    }
  }
  throw akin::Error(fmt::format("[classroom] expected a process {}", pid));
}

/// Visitors that each ask again as soon as they are answered.
class Class {
 public:
  Class(std::string url, int model) : url_(std::move(url)), model_(model) {}

  void visit(int visitors, double seconds, int pid) {
    const auto begin = Clock::now();
    std::vector<std::thread> threads;
    for (int i = 0; i < visitors; ++i) {
      threads.emplace_back([this, i, begin, seconds] {
        while (seconds_since(begin) < seconds) {
          ask(i);
        }
      });
    }
    // The first seconds fill what every thread keeps for itself.
    std::this_thread::sleep_for(std::chrono::duration<double>(seconds / 6));
    const double before = memory_of(pid);
    for (auto& thread : threads) {
      thread.join();
    }
    tell(visitors, seconds, before, memory_of(pid));
  }

 private:
  void ask(int seed) {
    httplib::Client client(url_);  // each request a connection of its own, as the worst visitor's
    const Answered answered = post(client, "/api/samples", {{"model", model_}, {"seed", seed}});
    const std::lock_guard lock(mutex_);
    ++statuses_[answered.status];
    if (answered.status == 200) {
      times_.push_back(answered.seconds);
    }
  }

  void tell(int visitors, double seconds, double before, double after) const {
    fmt::print("{} visitors for {:.0f} s: ", visitors, seconds);
    for (const auto& [status, count] : statuses_) {
      fmt::print("{} {}, ", count, status == 0 ? "without answer" : fmt::format("x {}", status));
    }
    fmt::print("{:.0f} ms at the median; memory {:.0f} MiB, then {:.0f} MiB\n",
               times_.empty() ? 0 : 1000 * akin::numerics::median(times_), before, after);
  }

  std::string url_;
  int model_;
  std::mutex mutex_;
  std::map<int, std::int64_t> statuses_;  // 0: no answer
  std::vector<double> times_;
};

struct Wish {
  std::string url;
  int pid = 0;
  int visitors = 50;
  double seconds = 60;
  std::string token;
};

bool able(const json& model, const char* what) {
  const auto& capabilities = model["capabilities"];
  return std::find(capabilities.begin(), capabilities.end(), what) != capabilities.end();
}

/// The sliders once more, with a GAN's training where there is a place for one.
void beside_training(httplib::Client& client, const json& models, const std::string& token) {
  const auto place = std::find_if(models.begin(), models.end(),
                                  [](const json& model) { return able(model, "training"); });
  akin::require(place != models.end(), "[classroom] expected a server that can train");
  const auto train = [&](json body) {
    body["model"] = (*place)["index"];
    const auto answer = client.Post("/api/train", httplib::Headers{{"X-Akin-Token", token}},
                                    body.dump(), "application/json");
    akin::require(answer && answer->status == 200, "[classroom] expected a training, got {}",
                  answer ? answer->body : "no answer");
    return json::parse(answer->body)["step"].get<int>();
  };
  train({{"action", "start"}, {"scenario", "gan"}});
  std::this_thread::sleep_for(std::chrono::seconds(3));
  for (const json& model : models) {
    if (able(model, "samples") && &model != &*place) {
      fmt::print("beside a training: ");
      sliding(client, model);
    }
  }
  fmt::print("steps of the training meanwhile, and in the 3 s before: {}\n",
             train({{"action", "pause"}}));
}

void measure(const Wish& wish) {
  httplib::Client client(wish.url);
  client.set_read_timeout(60);
  client.set_keep_alive(true);
  client.set_tcp_nodelay(true);  // as browsers do
  const json models = json::parse(client.Get("/api/models")->body)["models"];
  int sampled = -1;
  for (const json& model : models) {
    if (able(model, "samples")) {
      opening(client, model);
      sliding(client, model);
      sampled = sampled < 0 ? model["index"].get<int>() : sampled;
    } else if (able(model, "text")) {
      writing(client, model, false);
      writing(client, model, true);
    }
  }
  akin::require(sampled >= 0, "[classroom] expected a server with a GAN or a VAE");
  Class(wish.url, sampled).visit(wish.visitors, wish.seconds, wish.pid);
  if (!wish.token.empty()) {
    beside_training(client, models, wish.token);
  }
}

}  // namespace

int main(int argc, char** argv) {
  CLI::App app("how akin serve answers a class");
  Wish wish;
  app.add_option("url", wish.url, "as akin serve tells it, without its last part")->required();
  app.add_option("pid", wish.pid, "of the server")->required();
  app.add_option("--visitors", wish.visitors)->capture_default_str();
  app.add_option("--seconds", wish.seconds)->capture_default_str();
  app.add_option("--token", wish.token, "as akin serve tells the instructor");
  CLI11_PARSE(app, argc, argv);
  try {
    measure(wish);
  } catch (const std::exception& error) {
    fmt::print(stderr, "{}\n", error.what());
    return 1;
  }
}
