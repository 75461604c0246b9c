#include "akin/evaluation/feature_extractor.h"

#include <gmock/gmock.h>

#include "akin/base/require.h"
#include "akin/evaluation/find_feature_extractor.h"
#include "akin/io/file.h"
#include "akin/io/safetensors.h"
#include "akin/io/sha256.h"
#include "akin/nn/tensors.h"

#include "support/bars.h"
#include "support/error_of.h"
#include "support/temporary_folder.h"
#include "support/variable.h"

namespace akin {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using tests::bars;
using tests::error_of;

io::Bytes shipped(const std::string& name) {
  return io::read_file(std::string(AKIN_SOURCE_DIR "/data/feature_extractors/") + name +
                       ".safetensors");
}

void must_not_train(double /*share*/) {
  ADD_FAILURE() << "a feature extractor was trained";
}

data::ImageData bar_data(bool labelled = true) {
  return {"bars", "of-bars", bars(160, labelled), {}, bars(40, labelled, 200)};
}

const FeatureExtractor& bar_extractor() {
  static const FeatureExtractor extractor = train_feature_extractor(bar_data());
  return extractor;
}

double accuracy(const Features& extracted, const data::Images& images) {
  std::int64_t correct = 0;
  for (std::int64_t i = 0; i < images.size(); ++i) {
    correct += extracted.labels[static_cast<std::size_t>(i)] == images.label(i) ? 1 : 0;
  }
  return static_cast<double>(correct) / static_cast<double>(images.size());
}

TEST(FindFeatureExtractor, OfTheBuiltInDigitsIsShipped) {
  const data::ImageData data = data::load_images({.data = "digits"});
  const FeatureExtractor extractor = find_feature_extractor(data, must_not_train);
  EXPECT_EQ(extractor.hash, io::sha256(shipped("digits")));
  EXPECT_EQ(extractor.data_sha256, data.sha256);
  EXPECT_GT(extractor.accuracy, 0.97);
  const data::Images some = data.test.slice(0, 700);  // more than one batch
  const Features extracted = extract_features(some, extractor);
  EXPECT_EQ(extracted.features.rows(), 700);
  EXPECT_EQ(extracted.features.cols(), Classifier::feature_count);
  EXPECT_GE(extracted.features.minCoeff(), 0);
  EXPECT_EQ(extracted.components.rows(), 700);
  EXPECT_EQ(extracted.components.cols(), 64);
  EXPECT_GT(accuracy(extracted, some), 0.97);
}

TEST(FindFeatureExtractor, OfMnistIsShipped) {
  data::ImageData data;  // no image, so nothing could be trained
  data.sha256 = parse_feature_extractor(shipped("mnist"), "mnist").data_sha256;
  const FeatureExtractor extractor = find_feature_extractor(data, must_not_train);
  EXPECT_EQ(extractor.hash, io::sha256(shipped("mnist")));
  EXPECT_EQ(extractor.image.classes, 10);
  EXPECT_GT(extractor.accuracy, 0.97);
}

/// An empty cache.
struct Cache {
  tests::TemporaryFolder folder;
  tests::Variable home{"XDG_CACHE_HOME", folder.path()};
};

TEST(FindFeatureExtractor, CachesWhatItTrainedAndReplacesWhatIsDamaged) {
  const Cache cache;
  const FeatureExtractor made = find_feature_extractor(bar_data());
  EXPECT_EQ(find_feature_extractor(bar_data(), must_not_train).hash, made.hash);
  const auto kept = cache.folder.path() / "akin/feature_extractors/of-bars.safetensors";
  const io::Bytes bytes = io::read_file(kept);
  EXPECT_EQ(io::sha256(bytes), made.hash);

  io::write_atomically(kept, "no feature extractor");
  EXPECT_EQ(find_feature_extractor(bar_data()).hash, made.hash);
  EXPECT_EQ(io::read_file(kept), bytes);

  // One of other data, under a name that is not its own.
  io::write_atomically(kept, shipped("digits"));
  EXPECT_EQ(find_feature_extractor(bar_data()).hash, made.hash);
}

/// The bar extractor's file with the tensors of this prefix multiplied.
io::Bytes scaled(const std::string& prefix, float factor) {
  io::Safetensors file = io::parse_safetensors(format_feature_extractor(bar_extractor()), "bars");
  for (auto& [name, raw] : file.tensors) {
    if (name.starts_with(prefix)) {
      raw = nn::to_raw(nn::from_raw(raw) * factor);
    }
  }
  return io::format_safetensors(file);
}

TEST(FindFeatureExtractor, ReplacesOneWhoseFeaturesAreTheSameForAllImages) {
  const Cache cache;
  const auto kept = cache.folder.path() / "akin/feature_extractors/of-bars.safetensors";
  io::write_atomically(kept, scaled("classifier.hidden.", 0));
  EXPECT_EQ(find_feature_extractor(bar_data()).hash, bar_extractor().hash);
  EXPECT_EQ(io::sha256(io::read_file(kept)), bar_extractor().hash);
}

TEST(RequireIntact, RefusesWeightsThatMakeAllImagesAlikeOrHuge) {
  const auto refusal = [](const std::string& prefix, float factor) {
    return error_of([&] {
      require_intact(parse_feature_extractor(scaled(prefix, factor), "bars"), bar_data());
    });
  };
  EXPECT_EQ(refusal("classifier.", 1), "no error");
  EXPECT_THAT(refusal("classifier.", 0), HasSubstr("an accuracy of"));
  EXPECT_THAT(refusal("classifier.output.", -1), HasSubstr("an accuracy of"));
  EXPECT_THAT(refusal("classifier.hidden.", 1e6F), HasSubstr("features that differ, of at most"));
  for (const char* tensor : {"pca.directions", "pca.variances"}) {
    EXPECT_THAT(refusal(tensor, 1e20F), HasSubstr("[bars] expected orthonormal")) << tensor;
  }
  EXPECT_THAT(refusal("pca.directions", 0), HasSubstr("[bars] expected orthonormal"));
}

TEST(FindFeatureExtractor, WorksWithoutAWritableCache) {
  const Cache cache;
  io::write_atomically(cache.folder.path() / "akin", "a file where the folder would be");
  EXPECT_EQ(find_feature_extractor(bar_data()).hash, bar_extractor().hash);
}

TEST(FeatureExtractor, PredictsClasses) {
  double done = 0;
  const FeatureExtractor extractor = train_feature_extractor(bar_data(), [&](double share) {
    EXPECT_GT(share, done);
    done = share;
  });
  EXPECT_EQ(done, 1);
  EXPECT_GT(extractor.accuracy, 0.95);
  const data::Images others = bars(40, true, 400);
  const Features extracted = extract_features(others, extractor);
  EXPECT_GT(accuracy(extracted, others), 0.95);
  EXPECT_EQ(extracted.components.cols(), 64);
  EXPECT_EQ(extractor.data_sha256, "of-bars");
  EXPECT_EQ(extractor.hash,
            bar_extractor().hash);  // the same data, the same feature extractor
}

TEST(FeatureExtractor, HasNoClassifierForUnlabelledData) {
  const FeatureExtractor extractor = train_feature_extractor(bar_data(false), must_not_train);
  EXPECT_EQ(extractor.classifier, nullptr);
  EXPECT_EQ(extractor.image.classes, 0);
  const Features extracted = extract_features(bars(12), extractor);
  EXPECT_EQ(extracted.features.rows(), 0);
  EXPECT_TRUE(extracted.labels.empty());
  EXPECT_EQ(extracted.components.rows(), 12);
  EXPECT_EQ(parse_feature_extractor(format_feature_extractor(extractor), "extractor").hash,
            extractor.hash);
}

TEST(FeatureExtractor, IsTheSameFromItsFile) {
  for (const io::Bytes& bytes :
       {shipped("digits"), shipped("mnist"), format_feature_extractor(bar_extractor())}) {
    const FeatureExtractor extractor = parse_feature_extractor(bytes, "extractor");
    EXPECT_EQ(extractor.hash, io::sha256(bytes));
    EXPECT_EQ(format_feature_extractor(extractor), bytes);
  }
  const FeatureExtractor again =
      parse_feature_extractor(format_feature_extractor(bar_extractor()), "extractor");
  const Features extracted = extract_features(bars(8), bar_extractor());
  const Features same = extract_features(bars(8), again);
  EXPECT_EQ(extracted.features, same.features);
  EXPECT_EQ(extracted.components, same.components);
  EXPECT_EQ(extracted.labels, same.labels);
}

TEST(FeatureExtractor, RefusesDamagedFiles) {
  const io::Bytes bytes = format_feature_extractor(bar_extractor());
  const auto refusal = [](const io::Bytes& damaged) {
    return error_of([&] { parse_feature_extractor(damaged, "my file"); });
  };
  EXPECT_THAT(refusal({}), HasSubstr("my file"));
  EXPECT_THAT(refusal(io::Bytes(bytes.begin(), bytes.end() - 1)), HasSubstr("my file"));

  const auto with = [&](const std::string& key, const std::string& value) {
    io::Safetensors file = io::parse_safetensors(bytes, "extractor");
    file.metadata[key] = value;
    return refusal(io::format_safetensors(file));
  };
  EXPECT_THAT(with("feature_extractor", "2"),
              HasSubstr("[my file] expected a feature extractor of format 1, got '2'"));
  EXPECT_THAT(with("accuracy", "1.5"),
              HasSubstr("[my file] expected 'accuracy' from 0 to 1, got '1.5'"));
  EXPECT_THAT(with("accuracy", "nan"), HasSubstr("'accuracy'"));
  EXPECT_THAT(with("classes", "-1"), HasSubstr("'classes' from 0 to 256, got '-1'"));
  EXPECT_THAT(with("classes", "3"), HasSubstr("classifier.output"));
  EXPECT_THAT(with("height", "0"), HasSubstr("'height' from 1 to 1024, got '0'"));
  EXPECT_THAT(with("height", "8x"), HasSubstr("'height'"));
  EXPECT_THAT(with("width", "9"), AllOf(HasSubstr("my file"), HasSubstr("pca.")));

  for (const char* key :
       {"feature_extractor", "classes", "height", "width", "accuracy", "data_sha256"}) {
    io::Safetensors file = io::parse_safetensors(bytes, "extractor");
    file.metadata.erase(key);
    EXPECT_THAT(refusal(io::format_safetensors(file)),
                HasSubstr(std::string("with '") + key + "' in its metadata, got none"));
  }
  for (const char* tensor : {"pca.mean", "pca.directions", "pca.variances"}) {
    io::Safetensors file = io::parse_safetensors(bytes, "extractor");
    file.tensors.erase(tensor);
    EXPECT_THAT(refusal(io::format_safetensors(file)), HasSubstr(tensor));
  }
}

TEST(FeatureExtractor, RefusesImagesOfAnotherSizeAndTooFewToLearnFrom) {
  const data::Images other({1, 2, 3, 4, 5, 6}, {}, {2, 3}, {});
  EXPECT_EQ(error_of([&] { extract_features(other, bar_extractor()); }),
            "[features] expected images of 8x8 pixels in 1 channels, got 3x2 in 1");
  EXPECT_THAT(error_of([] {
                train_feature_extractor({"one", "hash", bars(1), {}, {}});
              }),
              HasSubstr("two points"));
}

}  // namespace
}  // namespace akin
