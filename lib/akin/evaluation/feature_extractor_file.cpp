#include <charconv>

#include "akin/base/require.h"
#include "akin/evaluation/feature_extractor.h"
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

/// The live tensors of a feature extractor's classifier, under their names in a file.
nn::NamedTensors classifier_tensors(const FeatureExtractor& extractor) {
  return extractor.classifier == nullptr ? nn::NamedTensors()
                                         : nn::named_tensors(*extractor.classifier, "classifier.");
}

/// Reads metadata key by key.
struct Metadata {
  const std::map<std::string, std::string>& values;
  const std::string& name;

  [[nodiscard]] const std::string& text(const std::string& key) const {
    const auto found = values.find(key);
    require(found != values.end(),
            "[{}] expected a feature extractor, with '{}' in its metadata, got none", name, key);
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

void read_components(const io::Safetensors& file, const std::string& name,
                     FeatureExtractor& extractor) {
  const std::int64_t pixels = extractor.image.height * extractor.image.width;
  const std::int64_t components = std::min<std::int64_t>(pixels, 64);
  Tensor mean = torch::empty({pixels});
  Tensor directions = torch::empty({pixels, components});
  Tensor variances = torch::empty({components});
  Tensor total = torch::empty({1});
  nn::NamedTensors live = {{"pca.mean", mean},
                           {"pca.directions", directions},
                           {"pca.variances", variances},
                           {"pca.total_variance", total}};
  live.merge(classifier_tensors(extractor));
  nn::copy_into(live, file, name);
  extractor.pca = {vector(mean), nn::to_points(directions).cast<double>(), vector(variances),
                   total.item<double>()};
}

}  // namespace

io::Bytes format_feature_extractor(const FeatureExtractor& extractor) {
  nn::NamedTensors tensors = classifier_tensors(extractor);
  tensors.emplace("pca.mean", column(extractor.pca.mean));
  tensors.emplace("pca.directions", nn::to_tensor(extractor.pca.directions.cast<float>()));
  tensors.emplace("pca.variances", column(extractor.pca.variances));
  tensors.emplace("pca.total_variance", torch::full({1}, extractor.pca.total_variance));
  return io::format_safetensors({nn::to_raw(tensors),
                                 {{"format", "pt"},
                                  {"feature_extractor", format_version},
                                  {"data_sha256", extractor.data_sha256},
                                  {"accuracy", fmt::format("{:.4f}", extractor.accuracy)},
                                  {"classes", std::to_string(extractor.image.classes)},
                                  {"height", std::to_string(extractor.image.height)},
                                  {"width", std::to_string(extractor.image.width)}}});
}

FeatureExtractor parse_feature_extractor(const io::Bytes& bytes, const std::string& name) {
  const io::Safetensors file = io::parse_safetensors(bytes, name);
  const Metadata metadata{file.metadata, name};
  require(metadata.text("feature_extractor") == format_version,
          "[{}] expected a feature extractor of format {}, got '{}'", name, format_version,
          metadata.text("feature_extractor"));
  constexpr std::int64_t longest_side = 1024;
  FeatureExtractor extractor;
  extractor.image = {metadata.number<std::int64_t>("classes", 0, 256),
                     metadata.number<std::int64_t>("height", 1, longest_side),
                     metadata.number<std::int64_t>("width", 1, longest_side)};
  extractor.data_sha256 = metadata.text("data_sha256");
  extractor.accuracy = metadata.number<double>("accuracy", 0, 1);
  extractor.hash = io::sha256(bytes);
  if (extractor.image.classes > 0) {
    extractor.classifier = std::make_shared<Classifier>(extractor.image, Random(0, "classifier"));
  }
  read_components(file, name, extractor);
  return extractor;
}

}  // namespace akin
