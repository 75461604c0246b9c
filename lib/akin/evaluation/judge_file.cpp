#include <charconv>

#include "akin/base/require.h"
#include "akin/evaluation/judge.h"
#include "akin/nn/eigen.h"
#include "akin/nn/tensors.h"

namespace akin {

using torch::Tensor;

namespace {

constexpr const char* format_version = "1";

Tensor column(const Eigen::VectorXd& numbers) {
  return nn::to_tensor(numbers.cast<float>()).flatten();  // [n]
}

Eigen::VectorXd vector(const Tensor& numbers) {
  return nn::to_points(numbers.unsqueeze(1)).col(0).cast<double>();
}

/// The live tensors of a judge's classifier, under their names in a file.
nn::NamedTensors classifier_tensors(const Judge& judge) {
  return judge.classifier == nullptr ? nn::NamedTensors()
                                     : nn::named_tensors(*judge.classifier, "classifier.");
}

/// Reads metadata key by key.
struct Metadata {
  const std::map<std::string, std::string>& values;
  const std::string& name;

  [[nodiscard]] const std::string& text(const std::string& key) const {
    const auto found = values.find(key);
    require(found != values.end(), "[{}] expected a judge, with '{}' in its metadata, got none",
            name, key);
    return found->second;
  }

  template <class T>
  [[nodiscard]] T number(const std::string& key, T least, T most) const {
    const std::string& from = text(key);
    T value{};
    const char* end = from.data() + from.size();
    const auto [after, error] = std::from_chars(from.data(), end, value);
    require(error == std::errc() && after == end && value >= least && value <= most,
            "[{}] expected '{}' from {} to {}, got '{}'", name, key, least, most, from);
    return value;
  }
};

void read_components(const io::Safetensors& file, const std::string& name, Judge& judge) {
  const std::int64_t pixels = judge.image.height * judge.image.width;
  const std::int64_t components = std::min<std::int64_t>(pixels, 64);
  Tensor mean = torch::empty({pixels});
  Tensor directions = torch::empty({pixels, components});
  Tensor variances = torch::empty({components});
  Tensor total = torch::empty({1});
  nn::NamedTensors live = {{"pca.mean", mean},
                           {"pca.directions", directions},
                           {"pca.variances", variances},
                           {"pca.total_variance", total}};
  live.merge(classifier_tensors(judge));
  nn::copy_into(live, file, name);
  judge.pca = {vector(mean), nn::to_points(directions).cast<double>(), vector(variances),
               total.item<double>()};
}

}  // namespace

io::Bytes format_judge(const Judge& judge) {
  nn::NamedTensors tensors = classifier_tensors(judge);
  tensors.emplace("pca.mean", column(judge.pca.mean));
  tensors.emplace("pca.directions", nn::to_tensor(judge.pca.directions.cast<float>()));
  tensors.emplace("pca.variances", column(judge.pca.variances));
  tensors.emplace("pca.total_variance", torch::full({1}, judge.pca.total_variance));
  return io::format_safetensors({nn::to_raw(tensors),
                                 {{"format", "pt"},
                                  {"judge", format_version},
                                  {"data_sha256", judge.data_sha256},
                                  {"accuracy", fmt::format("{:.4f}", judge.accuracy)},
                                  {"classes", std::to_string(judge.image.classes)},
                                  {"height", std::to_string(judge.image.height)},
                                  {"width", std::to_string(judge.image.width)}}});
}

Judge parse_judge(const io::Bytes& bytes, const std::string& name) {
  const io::Safetensors file = io::parse_safetensors(bytes, name);
  const Metadata metadata{file.metadata, name};
  require(metadata.text("judge") == format_version, "[{}] expected a judge of format {}, got '{}'",
          name, format_version, metadata.text("judge"));
  constexpr std::int64_t longest_side = 1024;
  Judge judge;
  judge.image = {metadata.number<std::int64_t>("classes", 0, 256),
                 metadata.number<std::int64_t>("height", 1, longest_side),
                 metadata.number<std::int64_t>("width", 1, longest_side)};
  judge.data_sha256 = metadata.text("data_sha256");
  judge.accuracy = metadata.number<double>("accuracy", 0, 1);
  judge.hash = io::sha256(bytes);
  if (judge.image.classes > 0) {
    judge.classifier = std::make_shared<Classifier>(judge.image, Random(0, "judge"));
  }
  read_components(file, name, judge);
  return judge;
}

}  // namespace akin
