#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "akin/data/image_data.h"
#include "akin/evaluation/classifier.h"
#include "akin/io/file.h"
#include "akin/numerics/pca.h"

namespace akin {

/// The two spaces in which samples are held against data, both made from the same training images:
/// the last hidden layer of a classifier, and the first 64 principal components of pixels, which
/// know no labels, so that no trick with classes wins. StepMetrics of two models can be compared
/// only where the feature extractor is the same.
struct FeatureExtractor {
  ImageShape image;
  std::shared_ptr<Classifier> classifier;  ///< none for data without labels
  /// Of pixels in [0, 1]; as many components as pixels where those are fewer than 64.
  numerics::PrincipalComponents pca;
  std::string data_sha256;  ///< of the data that it was made from
  double accuracy = 0;      ///< of the classifier on images it never saw, in [0, 1]
  std::string hash;         ///< SHA-256 of its bytes in a file
};

/// Makes a feature extractor of the training images; those of the test part, else of the hold-out,
/// say how accurate it is. `progress` is told the share done. On another CPU the bits may differ.
/// Errors: fewer than two training images.
FeatureExtractor train_feature_extractor(const data::ImageData& data,
                                         const std::function<void(double)>& progress = {});

/// Safetensors: "classifier.*", "pca.mean", "pca.directions", "pca.variances", and metadata.
io::Bytes format_feature_extractor(const FeatureExtractor& extractor);
/// Errors, naming `name`: those of io::parse_safetensors and nn::copy_into; metadata that are no
/// feature extractor's.
FeatureExtractor parse_feature_extractor(const io::Bytes& bytes, const std::string& name);

/// Images as a feature extractor sees them.
struct Features {
  numerics::Points features;         ///< [n, 64] the classifier's last hidden layer; empty without
  std::vector<std::int64_t> labels;  ///< [n] what the classifier takes them for; empty without
  numerics::Points components;       ///< [n, 64] principal components of pixels
};

/// Errors: images of another size than the feature extractor's.
Features extract_features(const data::Images& images, const FeatureExtractor& extractor);
/// The components alone.
numerics::Points components_of(const data::Images& images, const FeatureExtractor& extractor);

}  // namespace akin
