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

/// The two feature spaces in which samples are compared with data, both fitted to the same training
/// images: the last hidden layer of a classifier, and the first 64 principal components of pixels,
/// which are independent of labels. Metrics of two models are comparable only if their feature
/// extractors are equal.
struct FeatureExtractor {
  ImageShape image;
  std::shared_ptr<Classifier> classifier;  ///< null for data without labels
  /// Of pixels in [0, 1]; as many components as pixels if those are fewer than 64.
  numerics::PrincipalComponents pca;
  std::string data_sha256;  ///< of the data it was fitted to
  double accuracy = 0;      ///< of the classifier on images not used for training, in [0, 1]
  std::string hash;         ///< SHA-256 of its bytes in a file
};

/// Fits a feature extractor to the training images. Accuracy is measured on the test split, or on
/// the validation split if there is none. `progress` receives the share done. The bits may differ
/// from CPU to CPU. Errors: fewer than two training images.
FeatureExtractor train_feature_extractor(const data::ImageData& data,
                                         const std::function<void(double)>& progress = {});

/// Safetensors: "classifier.*", "pca.mean", "pca.directions", "pca.variances",
/// "pca.total_variance", and metadata.
io::Bytes format_feature_extractor(const FeatureExtractor& extractor);
/// Errors, naming `name`: those of io::parse_safetensors and nn::copy_into; metadata that are not
/// those of a feature extractor; principal components that are not orthonormal.
FeatureExtractor parse_feature_extractor(const io::Bytes& bytes, const std::string& name);

/// Error unless the classifier does on real images what its file says: with weights of zero, or
/// huge ones, every set of samples would be like the data. Tries a thousand of the images that its
/// accuracy was measured on: it must reach that accuracy, within 8 percentage points, and features
/// must be below 10^4 and differ between the images.
void require_intact(const FeatureExtractor& extractor, const data::ImageData& data);

/// Features of n images.
struct Features {
  numerics::Points features;         ///< [n, 64] last hidden layer; empty without a classifier
  std::vector<std::int64_t> labels;  ///< [n] predicted classes; empty without a classifier
  numerics::Points components;       ///< [n, 64] principal components of pixels
};

/// Errors: images of a different size from the feature extractor's.
Features extract_features(const data::Images& images, const FeatureExtractor& extractor);
/// The principal components alone.
numerics::Points components_of(const data::Images& images, const FeatureExtractor& extractor);

}  // namespace akin
