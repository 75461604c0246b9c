#include "report/markdown.h"

#include <algorithm>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "report/summary.h"

namespace akin::app {
namespace {

using json = nlohmann::ordered_json;

const json& part(const json& of, const std::string& key) {
  static const json nothing;
  return of.is_object() && of.contains(key) ? of.at(key) : nothing;
}

/// As the text of one cell: what Markdown or HTML would take for its own is escaped.
std::string plain(const json& value) {
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

/// A model over its seeds, or an anchor, which has one evaluation.
struct Column {
  std::string name;
  std::vector<json> evaluations;
};

std::vector<Column> model_columns(const json& results) {
  std::vector<Column> columns;
  for (const json& model : part(results, "models")) {
    Column column{plain(part(model, "name")), {}};
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
    columns.push_back({plain(part(anchor, "name")), {part(anchor, "evaluation")}});
  }
  return columns;
}

struct Row {
  std::string name, space, better;
  friend bool operator==(const Row&, const Row&) = default;
};

/// The figures of `group` that any column has, in the order in which they first come.
std::vector<Row> rows_of(const std::vector<Column>& columns, const std::string& group) {
  std::vector<Row> rows;
  for (const Column& column : columns) {
    for (const json& evaluation : column.evaluations) {
      for (const json& figure : part(evaluation, "metrics")) {
        Row one{figure.value("name", ""), figure.value("space", ""), figure.value("better", "")};
        if (figure.value("group", "") == group && std::ranges::find(rows, one) == rows.end()) {
          rows.push_back(std::move(one));
        }
      }
    }
  }
  return rows;
}

bool is_share(const std::string& figure) {
  return figure == "copy_rate" || figure == "authenticity";
}

/// One column for the control where it is the same for all; else it stands in each cell.
std::string figure_row(const Row& figure, const std::vector<Column>& columns) {
  const bool percent = is_share(figure.name);
  std::vector<std::string> values;
  std::vector<std::string> controls;
  for (const Column& column : columns) {
    const StepMetric found = figure_of(column.evaluations, figure.name, figure.space);
    values.push_back(figure_text(found, percent));
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
  std::vector<std::string> cells = {figure.name, figure.space, figure.better,
                                    distinct.size() == 1 ? distinct[0] : "in each cell"};
  for (std::size_t i = 0; i < values.size(); ++i) {
    const bool own = distinct.size() != 1 && !controls[i].empty();
    cells.push_back(own ? fmt::format("{} (control {})", values[i], controls[i]) : values[i]);
  }
  return row(cells);
}

std::string figure_table(const std::string& title, const std::vector<Column>& columns,
                         const std::string& group) {
  const std::vector<Row> rows = rows_of(columns, group);
  if (rows.empty()) {
    return "";
  }
  std::vector<std::string> names = {"figure", "space", "better", "control"};
  for (const Column& column : columns) {
    names.push_back(column.name);
  }
  std::string text = fmt::format("\n## {}\n\n", title) + head(names);
  for (const Row& one : rows) {
    text += figure_row(one, columns);
  }
  return text;
}

std::string likelihood_table(const json& results) {
  if (part(results, "likelihoods").empty()) {
    return "";
  }
  std::string text = "\n## Likelihood, nats an image (lower is better)\n\n" +
                     head({"model", "pixels", "kind", "nats", "test images"});
  for (const json& one : part(results, "likelihoods")) {
    std::vector<double> nats;
    for (const json& value : part(one, "nats")) {
      if (value.is_number()) {
        nats.push_back(value.get<double>());
      }
    }
    const bool undefined = part(one, "kind") == "undefined";
    text +=
        row({plain(part(one, "model")), plain(part(one, "pixels")), plain(part(one, "kind")),
             undefined ? "undefined" : summary_text(summarise(nats)), plain(part(one, "items"))});
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
    names.push_back(plain(part(model, "name")));
    parameters.push_back(plain(part(model, "parameters")));
  }
  return "\n## Cost\n\n" + head(names) + row(parameters) + cost_row(results, "steps", "steps", 1) +
         cost_row(results, "images_seen", "images seen", 1) +
         cost_row(results, "seconds", "training, seconds", 1) +
         cost_row(results, "images_per_second", "images a second, training", 1) +
         cost_row(results, "latency_ms", "one sample, ms", 1) +
         cost_row(results, "samples_per_second", "samples a second, in batches", 1) +
         cost_row(results, "peak_memory_bytes", "peak memory, MiB", 1024.0 * 1024.0);
}

/// Each sentence once, with the seeds it was said of.
std::string readings_of(const json& model) {
  std::vector<std::pair<std::string, std::vector<std::string>>> said;
  for (const json& run : part(model, "runs")) {
    for (const json& reading : part(part(run, "evaluation"), "readings")) {
      const std::string sentence = plain(part(reading, "en"));
      auto known = std::ranges::find(said, sentence, &decltype(said)::value_type::first);
      if (known == said.end()) {
        known = said.insert(said.end(), {sentence, {}});
      }
      known->second.push_back(plain(part(run, "seed")));
    }
  }
  std::string text;
  for (const auto& [sentence, seeds] : said) {
    text += fmt::format("- **{}** (seed {}): {}\n", plain(part(model, "name")),
                        fmt::join(seeds, ", "), sentence);
  }
  return text;
}

std::string readings(const json& results) {
  std::string text;
  for (const json& model : part(results, "models")) {
    text += readings_of(model);
  }
  return text.empty() ? "" : "\n## In words\n\n" + text;
}

std::string origin(const json& results) {
  const json& data = part(results, "data");
  const json& extractor = part(results, "feature_extractor");
  const json& machine = part(results, "machine");
  std::string text = "\n## How it was measured\n\n" + head({"what", "value"});
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
    text += row({name, plain(*value)});
  }
  return text +
         "\nTwo reports are comparable only where the data's and the classifier's SHA-256 agree. "
         "The\n"
         "control is real data that neither a model nor the classifier learned from, put in the "
         "place\n"
         "of samples. After ± stands the standard deviation over seeds; \"within\" is what one\n"
         "model's figure says of its own uncertainty.\n";
}

}  // namespace

std::string report_markdown(const json& results) {
  const std::vector<Column> models = model_columns(results);
  const std::vector<Column> anchors = anchor_columns(results);
  return fmt::format("# akin compare: {}\n", plain(part(part(results, "data"), "name"))) +
         readings(results) + figure_table("Similar", models, "similar") +
         figure_table("New", models, "new") +
         figure_table("Anchors, to read the figures by: similar", anchors, "similar") +
         figure_table("Anchors: new", anchors, "new") + likelihood_table(results) +
         cost_table(results) + origin(results);
}

}  // namespace akin::app
