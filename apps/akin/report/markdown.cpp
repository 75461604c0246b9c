#include "report/markdown.h"

#include <algorithm>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "report/summary.h"

namespace akin::app {
namespace {

using json = nlohmann::ordered_json;

/// null: there is no such part.
const json& part(const json& of, const std::string& key) {
  static const json null;
  return of.is_object() && of.contains(key) ? of.at(key) : null;
}

/// The text of one cell, with Markdown and HTML escaped.
std::string escaped(const json& value) {
  std::string text;
  for (const char c : value.is_string() ? value.get<std::string>() : value.dump()) {
    if (std::string_view("|\\`*_[]<&").find(c) != std::string_view::npos) {
      text += '\\';
    }
    text += c == '\n' || c == '\r' ? ' ' : c;
  }
  return value.is_null() ? "–" : text;
}

std::string row(const std::vector<std::string>& cells) {
  return fmt::format("| {} |\n", fmt::join(cells, " | "));
}

std::string head(const std::vector<std::string>& cells) {
  return row(cells) + row(std::vector<std::string>(cells.size(), "---"));
}

/// The display name: its title in English, else its name.
std::string title_of(const json& named, const std::string& key = "name") {
  const json& title = part(part(named, "title"), "en");
  return escaped(title.is_null() ? part(named, key) : title);
}

/// A model with one evaluation for each seed, or an anchor with one.
struct Column {
  std::string title;
  std::vector<json> evaluations;
};

std::vector<Column> model_columns(const json& results) {
  std::vector<Column> columns;
  for (const json& model : part(results, "models")) {
    Column column{title_of(model), {}};
    for (const json& run : part(model, "runs")) {
      column.evaluations.push_back(part(run, "evaluation"));
    }
    columns.push_back(std::move(column));
  }
  return columns;
}

std::vector<Column> anchor_columns(const json& results) {
  std::vector<Column> columns;
  for (const json& anchor : part(results, "anchors")) {
    columns.push_back({title_of(anchor), {part(anchor, "evaluation")}});
  }
  return columns;
}

struct Row {
  std::string name, space, better;
  friend bool operator==(const Row&, const Row&) = default;
};

/// The kinds of all metrics of `group`, in order of first occurrence.
std::vector<Row> rows_of(const std::vector<Column>& columns, const std::string& group) {
  std::vector<Row> rows;
  for (const Column& column : columns) {
    for (const json& evaluation : column.evaluations) {
      for (const json& metric : part(evaluation, "metrics")) {
        Row one{metric.value("name", ""), metric.value("space", ""), metric.value("better", "")};
        if (metric.value("group", "") == group && std::ranges::find(rows, one) == rows.end()) {
          rows.push_back(std::move(one));
        }
      }
    }
  }
  return rows;
}

bool is_fraction(const std::string& metric) {
  return metric == "copy_rate" || metric == "authenticity";
}

/// The control has its own column if it is the same for all models, else it is in each cell.
std::string metric_row(const Row& metric, const std::vector<Column>& columns) {
  const bool percent = is_fraction(metric.name);
  std::vector<std::string> values;
  std::vector<std::string> controls;
  for (const Column& column : columns) {
    const MetricSummary found = summarise_metric(column.evaluations, metric.name, metric.space);
    values.push_back(metric_text(found, percent));
    if (found.control) {
      controls.push_back(summary_text(Summary{found.control->mean, std::nullopt}, percent));
    } else {
      controls.emplace_back(found.value ? "–" : "");
    }
  }
  std::vector<std::string> distinct = controls;
  std::erase(distinct, "");
  std::ranges::sort(distinct);
  const auto repeated = std::ranges::unique(distinct);
  distinct.erase(repeated.begin(), repeated.end());
  std::vector<std::string> cells = {metric.name, metric.space, metric.better,
                                    distinct.size() == 1 ? distinct[0] : "in each cell"};
  for (std::size_t i = 0; i < values.size(); ++i) {
    const bool own = distinct.size() != 1 && !controls[i].empty();
    cells.push_back(own ? fmt::format("{} (control {})", values[i], controls[i]) : values[i]);
  }
  return row(cells);
}

std::string metric_table(const std::string& title, const std::vector<Column>& columns,
                         const std::string& group) {
  const std::vector<Row> rows = rows_of(columns, group);
  if (rows.empty()) {
    return "";
  }
  std::vector<std::string> names = {"metric", "space", "better", "control"};
  for (const Column& column : columns) {
    names.push_back(column.title);
  }
  std::string text = fmt::format("\n## {}\n\n", title) + head(names);
  for (const Row& one : rows) {
    text += metric_row(one, columns);
  }
  return text;
}

/// The mean of the numbers under a key, with their spread; none where there are none.
std::string summary_at(const json& one, const std::string& key) {
  std::vector<double> values;
  for (const json& value : part(one, key)) {
    if (value.is_number()) {
      values.push_back(value.get<double>());
    }
  }
  return summary_text(summarise(values));
}

std::string likelihood_table(const json& results) {
  const json& all = part(results, "likelihoods");
  if (all.empty()) {
    return "";
  }
  const bool bits = std::any_of(all.begin(), all.end(), [](const json& one) {
    return !part(one, "bits_per_dimension").empty();
  });
  std::vector<std::string> names = {"model", "pixels", "kind", "nats", "test images"};
  if (bits) {
    names.emplace_back("bits per dimension");
  }
  std::string text =
      "\n## Negative log-likelihood, nats per image (lower is better)\n\n" + head(names);
  for (const json& one : all) {
    const bool undefined = part(one, "kind") == "undefined";
    std::vector<std::string> cells = {
        title_of(one, "model"), escaped(part(one, "pixels")), escaped(part(one, "kind")),
        undefined ? "undefined" : summary_at(one, "nats"), escaped(part(one, "items"))};
    if (bits) {
      cells.push_back(summary_at(one, "bits_per_dimension"));
    }
    text += row(cells);
  }
  return text;
}

std::string cost_row(const json& results, const std::string& key, const std::string& name,
                     double unit) {
  std::vector<std::string> cells = {name};
  for (const json& model : part(results, "models")) {
    std::vector<double> values;
    for (const json& run : part(model, "runs")) {
      if (const auto value = number_at(run, key)) {
        values.push_back(*value / unit);
      }
    }
    cells.push_back(summary_text(summarise(values)));
  }
  return row(cells);
}

std::string cost_table(const json& results) {
  std::vector<std::string> names = {"cost"};
  std::vector<std::string> parameters = {"parameters"};
  for (const json& model : part(results, "models")) {
    names.push_back(title_of(model));
    parameters.push_back(escaped(part(model, "parameters")));
  }
  return "\n## Cost\n\n" + head(names) + row(parameters) + cost_row(results, "steps", "steps", 1) +
         cost_row(results, "images_seen", "training images, over all steps", 1) +
         cost_row(results, "seconds", "training, seconds", 1) +
         cost_row(results, "images_per_second", "training, images per second", 1) +
         cost_row(results, "latency_ms", "latency of one sample, ms", 1) +
         cost_row(results, "samples_per_second", "sampling in batches, samples per second", 1) +
         cost_row(results, "peak_memory_bytes", "peak memory, MiB", 1024.0 * 1024.0);
}

/// Each distinct reading, with its seeds.
std::string readings_of(const json& model) {
  std::vector<std::pair<std::string, std::vector<std::string>>> by_sentence;
  for (const json& run : part(model, "runs")) {
    for (const json& reading : part(part(run, "evaluation"), "readings")) {
      const std::string sentence = escaped(part(reading, "en"));
      auto known =
          std::ranges::find(by_sentence, sentence, &decltype(by_sentence)::value_type::first);
      if (known == by_sentence.end()) {
        known = by_sentence.insert(by_sentence.end(), {sentence, {}});
      }
      known->second.push_back(escaped(part(run, "seed")));
    }
  }
  std::string text;
  for (const auto& [sentence, seeds] : by_sentence) {
    text +=
        fmt::format("- **{}** (seed {}): {}\n", title_of(model), fmt::join(seeds, ", "), sentence);
  }
  return text;
}

std::string readings(const json& results) {
  std::string text;
  for (const json& model : part(results, "models")) {
    text += readings_of(model);
  }
  return text.empty() ? "" : "\n## Summary\n\n" + text;
}

std::string origin(const json& results) {
  const json& data = part(results, "data");
  const json& extractor = part(results, "feature_extractor");
  const json& machine = part(results, "machine");
  std::string text = "\n## Method\n\n" + head({"what", "value"});
  const std::vector<std::pair<std::string, const json*>> facts = {
      {"command", &part(results, "command")},
      {"akin", &part(results, "akin")},
      {"created", &part(results, "created")},
      {"CPU", &part(machine, "cpu")},
      {"threads", &part(machine, "threads")},
      {"device", &part(machine, "device")},
      {"LibTorch", &part(machine, "libtorch")},
      {"data", &part(data, "name")},
      {"data, SHA-256", &part(data, "sha256")},
      {"classifier, SHA-256", &part(extractor, "sha256")},
      {"classifier, accuracy", &part(extractor, "accuracy")}};
  for (const auto& [name, value] : facts) {
    text += row({name, escaped(*value)});
  }
  return text + R"(
Two reports are comparable only if the SHA-256 of both the data and the classifier agree. The
control is a set of real images used to train neither a model nor the classifier, evaluated in
place of samples. ± is the standard deviation over seeds; "within" is the uncertainty of one
measurement.
)";
}

}  // namespace

std::string report_markdown(const json& results) {
  const std::vector<Column> models = model_columns(results);
  const std::vector<Column> anchors = anchor_columns(results);
  return fmt::format("# akin compare: {}\n", escaped(part(part(results, "data"), "name"))) +
         readings(results) + metric_table("Similar", models, "similar") +
         metric_table("New", models, "new") +
         metric_table("Reference points: similar", anchors, "similar") +
         metric_table("Reference points: new", anchors, "new") + likelihood_table(results) +
         cost_table(results) + origin(results);
}

}  // namespace akin::app
