#include "serve/timeline.h"

#include <set>

#include "akin/base/require.h"
#include "akin/base/utf8.h"
#include "akin/experiment/splits.h"
#include "akin/io/base64.h"
#include "akin/io/file.h"
#include "akin/io/json.h"
#include "akin/io/json_lines.h"

namespace akin::app {

using nlohmann::json;

namespace {

constexpr std::int64_t max_samples = 40;
constexpr std::int64_t max_curve_points = 300;
constexpr std::uint64_t max_sample_bytes = std::uint64_t{4} << 20U;

/// Up to `most` of `all` at equal distances, with the first and the last.
template <class Item>
std::vector<Item> thinned(const std::vector<Item>& all, std::int64_t most) {
  if (std::ssize(all) <= most) {
    return all;
  }
  std::vector<Item> some;
  for (const std::int64_t i : spread_indices(most - 1, std::ssize(all) - 1)) {
    some.push_back(all[static_cast<std::size_t>(i)]);
  }
  some.push_back(all.back());
  return some;
}

/// Of "step-0000250.png".
std::int64_t step_of(const std::filesystem::path& sample) {
  return std::stoll(sample.stem().string().substr(std::string("step-").size()));
}

void add_samples(const RunFolder& run, std::int64_t batch_size, json& timeline) {
  const bool text = run.sample_sheets().empty();
  const auto files = thinned(run.sample_sheets(text ? ".txt" : ".png"), max_samples);
  for (const auto& file : files) {
    try {
      const std::string bytes = io::read_text(file, max_sample_bytes);
      const std::int64_t step = step_of(file);
      if (text) {
        timeline["texts"].push_back({{"step", step}, {"text", utf8::replace_invalid(bytes)}});
      } else {
        timeline["pictures"].push_back({{"step", step}, {"png", io::to_base64(bytes)}});
      }
      timeline["steps"].push_back(step);
      timeline["items_seen"].push_back(step * batch_size);
    } catch (const std::exception&) {  // NOLINT(bugprone-empty-catch): passed over
    }
  }
}

void add_curves(const RunFolder& run, json& timeline) {
  std::vector<nlohmann::ordered_json> lines;
  std::set<std::string> names;
  io::each_json_line(run.metrics(), [&](const nlohmann::ordered_json& line) {
    for (const auto& [name, value] : line.items()) {
      if (value.is_number() && name != "step" && name != "epoch" && name != "seconds") {
        names.insert(name);
      }
    }
    lines.push_back(line);
  });
  // Lines of the same step, such as one with the loss and one with the validation loss, are one.
  for (std::size_t i = 1; i < lines.size();) {
    if (lines[i].value("step", json()) == lines[i - 1].value("step", json())) {
      lines[i - 1].update(lines[i]);
      lines.erase(lines.begin() + static_cast<std::ptrdiff_t>(i));
    } else {
      ++i;
    }
  }
  for (const std::string& name : names) {
    timeline["curves"][name] = json::array();
  }
  for (const auto& line : thinned(lines, max_curve_points)) {
    timeline["curve_steps"].push_back(io::number_or(line, "step", 0));
    for (const std::string& name : names) {
      const auto found = line.find(name);
      timeline["curves"][name].push_back(found != line.end() && found->is_number() ? json(*found)
                                                                                   : json());
    }
  }
}

}  // namespace

json timeline(const RunFolder& run, std::int64_t batch_size) {
  json timeline;
  for (const char* name : {"steps", "items_seen", "pictures", "texts", "curve_steps"}) {
    timeline[name] = json::array();
  }
  timeline["curves"] = json::object();
  add_samples(run, batch_size, timeline);
  add_curves(run, timeline);
  return timeline;
}

}  // namespace akin::app
