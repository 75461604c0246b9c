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

template <class T>
void read_optional(io::JsonReader& reader, const std::string& key, T& value) {
  if (reader.has(key)) {
    value = reader.get<T>(key);
  }
}

Config read(std::string_view text) {
  io::JsonReader reader(io::parse_json(text, "config.json"), "config.json");
  Config config;
  config.family = reader.get<std::string>("family");
  read_optional(reader, "seed", config.seed);
  read_optional(reader, "layers", config.layers);
  read_optional(reader, "metrics", config.metrics);
  io::JsonReader training = reader.child("training");
  config.training.steps = training.get<std::int64_t>("steps");
  read_optional(training, "rate", config.training.rate);
  read_optional(training, "ema", config.training.ema);
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
