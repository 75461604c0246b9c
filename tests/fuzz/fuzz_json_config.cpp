#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>
#include <vector>

#include "akin/base/require.h"
#include "akin/io/json.h"

namespace io = akin::io;

namespace {

struct Training {
  std::int64_t steps = 0;
  double rate = 0;
  bool ema = false;
};

struct Config {
  std::string family;
  std::uint64_t seed = 0;
  std::vector<std::int64_t> layers;
  std::vector<std::string> metrics;
  Training training;
};

Config read(std::string_view text) {
  io::JsonReader reader(io::parse_json(text, "config.json"), "config.json");
  Config config;
  config.family = reader.get<std::string>("family");
  config.seed = reader.get<std::uint64_t>("seed", 0);
  config.layers = reader.get<std::vector<std::int64_t>>("layers", {});
  config.metrics = reader.get<std::vector<std::string>>("metrics", {});
  io::JsonReader training = reader.child("training");
  config.training.steps = training.get<std::int64_t>("steps");
  config.training.rate = training.get<double>("rate", 1e-3);
  config.training.ema = training.get<bool>("ema", false);
  training.finish();
  reader.finish();
  return config;
}

}  // namespace

/// A settings file is either read or rejected by an akin::Error of one short line.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  try {
    const Config config = read({reinterpret_cast<const char*>(data), size});
    if (!std::isfinite(config.training.rate)) {
      std::abort();
    }
  } catch (const akin::Error& error) {
    const std::string_view line = error.what();
    if (line.find('\n') != std::string_view::npos || line.substr(0, 13) != "[config.json]") {
      std::abort();
    }
  }
  return 0;
}
