#include "akin/evaluation/feature_extractor.h"

#include <algorithm>
#include <charconv>
#include <cmath>

#include "akin/base/require.h"
#include "akin/data/pixel_points.h"
#include "akin/experiment/splits.h"
#include "akin/io/sha256.h"
#include "akin/nn/tensors.h"
#include "akin/training/batches.h"

namespace akin {

using torch::Tensor;

namespace {

constexpr std::int64_t most_components = 64;
constexpr std::uint64_t classifier_seed = 0;
constexpr std::int64_t evaluation_batch = 500;

/// Calls `use` with batches of the images in order, without gradients.
template <class Use>
void each_batch(const data::Images& images, Use&& use) {
  const torch::NoGradGuard no_grad;
  const Batches batches = ordered_batches(images, evaluation_batch);
  for (std::int64_t begin = 0; begin < images.size(); begin += evaluation_batch) {
    use(batches(begin / evaluation_batch));
  }
}

double accuracy_of(Classifier& classifier, const data::Images& images) {
  if (images.size() == 0) {
    return 0;
  }
  std::int64_t correct = 0;
  each_batch(images, [&](const Batch& batch) {
    const Tensor predicted = classifier.logits(classifier.features(batch.data)).argmax(1);  // [n]
    correct += (predicted == batch.labels).sum().item<std::int64_t>();
  });
  return static_cast<double>(correct) / static_cast<double>(images.size());
}

constexpr const char* format_version = "1";

Tensor column(const Eigen::VectorXd& numbers) {
  return nn::to_tensor(numbers.cast<float>()).flatten();  // [n]
}

Eigen::VectorXd vector(const Tensor& numbers) {
  return nn::to_points(numbers.unsqueeze(1)).col(0).cast<double>();
}

/// Live tensors of the classifier, under their names in a file.
nn::NamedTensors classifier_tensors(const FeatureExtractor& extractor) {
  return extractor.classifier == nullptr ? nn::NamedTensors()
                                         : nn::named_tensors(*extractor.classifier, "classifier.");
}

/// Typed access to metadata.
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

void require_components(const numerics::PrincipalComponents& pca, const std::string& name) {
  constexpr double rounding = 1e-3;
  const Eigen::MatrixXd products = pca.directions.transpose() * pca.directions;
  const double off = (products - Eigen::MatrixXd::Identity(products.rows(), products.cols()))
                         .cwiseAbs()
                         .maxCoeff();
  require(off < rounding && pca.variances.minCoeff() >= 0 &&
              pca.variances.sum() <= (1 + rounding) * pca.total_variance,
          "[{}] expected orthonormal principal components, and variances that are a part of the "
          "whole, got others",
          name);
}

void read_tensors(const io::Safetensors& file, const std::string& name,
                  FeatureExtractor& extractor) {
  const std::int64_t pixels = extractor.image.values();
  const std::int64_t components = std::min(pixels, most_components);
  // Before anything of that size is allocated.
  const auto found = file.tensors.find("pca.directions");
  require(found != file.tensors.end() &&
              found->second.shape == std::vector<std::int64_t>{pixels, components},
          "[{}] expected 'pca.directions' of [{}, {}], got another", name, pixels, components);
  if (extractor.image.classes > 0) {
    extractor.classifier = std::make_shared<Classifier>(extractor.image, Random(0, "classifier"));
  }
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
  require_components(extractor.pca, name);
}

}  // namespace

FeatureExtractor train_feature_extractor(const data::ImageData& data,
                                         const std::function<void(double)>& progress) {
  const data::Images& images = data.train;
  FeatureExtractor extractor;
  extractor.image = {images.classes(), images.height(), images.width(), images.channels()};
  extractor.data_sha256 = data.sha256;
  extractor.pca = numerics::principal_components(
      data::pixel_points(images),
      std::min<std::int64_t>(most_components, extractor.image.values()));
  if (extractor.image.classes > 0) {
    extractor.classifier =
        std::make_shared<Classifier>(extractor.image, Random(classifier_seed, "classifier"));
    train_classifier(extractor.classifier, images, classifier_seed, progress);
    extractor.accuracy = accuracy_of(*extractor.classifier, evaluation_images(data));
  }
  // Rounded as in its file, so that the first use gives the same numbers as later ones.
  return parse_feature_extractor(format_feature_extractor(extractor), "extractor");
}

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
                                  {"width", std::to_string(extractor.image.width)},
                                  {"channels", std::to_string(extractor.image.channels)}}});
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
                     metadata.number<std::int64_t>("width", 1, longest_side),
                     metadata.number<std::int64_t>("channels", 1, 3)};
  extractor.data_sha256 = metadata.text("data_sha256");
  extractor.accuracy = metadata.number<double>("accuracy", 0, 1);
  extractor.hash = io::sha256(bytes);
  read_tensors(file, name, extractor);
  return extractor;
}

void require_intact(const FeatureExtractor& extractor, const data::ImageData& data) {
  const data::Images& images = evaluation_images(data);
  if (extractor.classifier == nullptr || images.size() == 0) {
    return;
  }
  constexpr std::int64_t most_images = 1000;
  constexpr double tolerance = 0.08;
  constexpr float largest_feature = 1e4F;
  constexpr float least_deviation = 1e-3F;
  std::vector<std::int64_t> some;  // spread over all, which may be sorted by class
  const std::int64_t stride = (images.size() + most_images - 1) / most_images;
  for (std::int64_t i = 0; i < images.size(); i += stride) {
    some.push_back(i);
  }
  const data::Images tried = images.select(some);
  const double accuracy = accuracy_of(*extractor.classifier, tried);
  require(std::abs(accuracy - extractor.accuracy) <= tolerance,
          "[features] expected a classifier with an accuracy of {}, got {}", extractor.accuracy,
          accuracy);
  const numerics::Points features = extract_features(tried, extractor).features;
  const numerics::Points deviations = features.rowwise() - features.colwise().mean();
  require(features.allFinite() && features.maxCoeff() <= largest_feature &&
              deviations.cwiseAbs().maxCoeff() >= least_deviation,
          "[features] expected features that differ, of at most {}, got others", largest_feature);
}

numerics::Points components_of(const data::Images& images, const FeatureExtractor& extractor) {
  require(images.height() == extractor.image.height && images.width() == extractor.image.width &&
              images.channels() == extractor.image.channels,
          "[features] expected images of {}x{} pixels in {} channels, got {}x{} in {}",
          extractor.image.width, extractor.image.height, extractor.image.channels, images.width(),
          images.height(), images.channels());
  return extractor.pca.project(data::pixel_points(images));
}

Features extract_features(const data::Images& images, const FeatureExtractor& extractor) {
  Features extracted;
  extracted.components = components_of(images, extractor);
  if (extractor.classifier == nullptr) {
    return extracted;
  }
  extracted.features.resize(images.size(), Classifier::feature_count);
  each_batch(images, [&](const Batch& batch) {
    const Tensor features = extractor.classifier->features(batch.data);                   // [n, 64]
    const Tensor labels = extractor.classifier->logits(features).argmax(1).contiguous();  // [n]
    extracted.features.middleRows(std::ssize(extracted.labels), features.size(0)) =
        nn::to_points(features);
    const auto* label = labels.data_ptr<std::int64_t>();
    extracted.labels.insert(extracted.labels.end(), label, label + labels.numel());
  });
  return extracted;
}

}  // namespace akin
