#include "serve/curves.h"

namespace akin::app {

using nlohmann::json;

namespace {

constexpr std::size_t most_points = 300;

template <class Values>
void keep_every_second(Values& values) {
  for (std::size_t i = 0; 2 * i < values.size(); ++i) {
    values[i] = values[2 * i];
  }
  values.resize((values.size() + 1) / 2);
}

}  // namespace

void Curves::add(std::int64_t step, const StepMetrics& figures) {
  if (step % stride_ != 0) {
    return;
  }
  steps_.push_back(step);
  figures_.resize(figures.size());
  for (std::size_t i = 0; i < figures.size(); ++i) {
    figures_[i].first = figures[i].name;
    figures_[i].second.push_back(figures[i].value.item<double>());
  }
  if (steps_.size() == most_points) {
    stride_ *= 2;
    keep_every_second(steps_);
    for (auto& figure : figures_) {
      keep_every_second(figure.second);
    }
  }
}

json Curves::described() const {
  json curves = {{"steps", steps_}};
  for (const auto& [name, values] : figures_) {
    curves[name] = values;
  }
  return curves;
}

}  // namespace akin::app
