#include "akin/families/transformer/token_image_model.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "akin/base/require.h"
#include "akin/families/transformer/generate_tokens.h"
#include "akin/tokens/binary_tokenizer.h"
#include "akin/tokens/patch_tokenizer.h"

namespace akin {

using torch::Tensor;

namespace {

constexpr std::int64_t patch_side = 4;

bool learns_codebook(const std::string& kind) {
  return kind == tokens::PatchTokenizer::name;
}

std::int64_t cell_side(const std::string& kind) {
  return learns_codebook(kind) ? patch_side : 2;
}

std::int64_t sequence_length(const std::string& kind, const ImageShape& image) {
  const std::int64_t side = cell_side(kind);
  require_sides("transformer, " + kind, image, side, side);
  return (image.height / side) * (image.width / side);
}

TransformerShape for_images(TransformerShape shape, const std::string& kind,
                            std::int64_t vocabulary, const ImageShape& image) {
  shape.vocabulary_size = vocabulary + std::max<std::int64_t>(image.classes, 1);
  shape.context = sequence_length(kind, image);
  return shape;
}

}  // namespace

TokenImageModel::TokenImageModel(const TransformerShape& shape, const std::string& kind,
                                 std::int64_t vocabulary, const ImageShape& image,
                                 std::uint64_t seed)
    : SequenceModel(for_images(shape, kind, vocabulary, image), seed),
      image_(image),
      kind_(kind),
      vocabulary_size_(vocabulary) {
  if (learns_codebook(kind)) {
    codebook_ = register_buffer(
        "codebook", torch::zeros({vocabulary, image.channels * patch_side * patch_side}));
  }
}

ImageSize TokenImageModel::image_size() const {
  return {static_cast<int>(image_.height), static_cast<int>(image_.width),
          static_cast<int>(image_.channels)};
}

std::int64_t TokenImageModel::cell_size() const {
  return cell_side(kind_);
}

void TokenImageModel::fit_tokenizer(const data::Images& images, std::uint64_t seed) {
  if (!codebook_.defined()) {
    return;
  }
  std::vector<std::uint8_t> pixels;
  pixels.reserve(static_cast<std::size_t>(images.size() * image_.values()));
  for (std::int64_t i = 0; i < images.size(); ++i) {
    const auto one = images.pixels(i);
    pixels.insert(pixels.end(), one.begin(), one.end());
  }
  tokens::PatchOptions options;
  options.codebook_size = vocabulary_size_;
  options.seed = seed;
  const auto fitted =
      tokens::fit_patch_tokenizer(pixels, images.size(), images.image_size(), options);
  numerics::Points codebook = fitted.codebook();
  codebook_.copy_(torch::from_blob(codebook.data(), codebook_.sizes(), torch::kFloat32));
}

std::shared_ptr<const tokens::ImageTokenizer> TokenImageModel::tokenizer() {
  const std::scoped_lock lock(tokenizer_mutex_);
  if (!tokenizer_ || (codebook_.defined() && !torch::equal(codebook_, tokenizer_codebook_))) {
    numerics::Points codebook;
    if (codebook_.defined()) {
      tokenizer_codebook_ = codebook_.clone();
      const Tensor dense = tokenizer_codebook_.to(torch::kCPU).contiguous();
      codebook =
          Eigen::Map<const numerics::Points>(dense.data_ptr<float>(), dense.size(0), dense.size(1));
    }
    tokenizer_ = tokens::make_image_tokenizer(kind_, image_size(), codebook);
  }
  return tokenizer_;
}

Tensor TokenImageModel::encode(const Tensor& data) {
  const Tensor bytes =
      (data.detach().to(torch::kCPU) * 255.0).round().to(torch::kUInt8).contiguous();
  const auto* begin = bytes.data_ptr<std::uint8_t>();
  const auto tokenizer = this->tokenizer();
  const auto ids =
      tokenizer->encode_all({begin, static_cast<std::size_t>(bytes.numel())}, data.size(0));
  Tensor out = torch::empty({data.size(0), tokenizer->length()}, torch::kInt64);
  std::copy(ids.begin(), ids.end(), out.data_ptr<std::int64_t>());
  return out.to(data.device());  // [n, length]
}

Tensor TokenImageModel::decode(const Tensor& tokens) {
  const Tensor dense = tokens.to(torch::kCPU, torch::kInt32).contiguous();
  Tensor bytes =
      torch::empty({tokens.size(0), image_.channels, image_.height, image_.width}, torch::kUInt8);
  const auto length = static_cast<std::size_t>(tokens.size(1));
  const auto area = static_cast<std::size_t>(image_.values());
  const auto tokenizer = this->tokenizer();
  for (std::size_t i = 0; i < static_cast<std::size_t>(tokens.size(0)); ++i) {
    tokenizer->decode({dense.data_ptr<std::int32_t>() + i * length, length},
                      {bytes.data_ptr<std::uint8_t>() + i * area, area});
  }
  return bytes.to(tokens.device(), torch::kFloat32).mul_(1.0 / 255.0);  // [n, c, h, w]
}

Tensor TokenImageModel::first_tokens(std::int64_t count, const Tensor& labels) const {
  if (image_.classes == 0) {
    return torch::full({count, 1}, vocabulary_size_, torch::dtype(torch::kInt64).device(device()));
  }
  require(labels.defined() && labels.numel() == count, "[transformer] expected {} labels, got {}",
          count, labels.defined() ? labels.numel() : 0);
  return labels.to(device()).view({count, 1}) + vocabulary_size_;
}

Tensor TokenImageModel::token_ids(const Tensor& data, const Tensor& labels) {
  return torch::cat({first_tokens(data.size(0), labels), encode(data)}, 1);  // [n, 1 + length]
}

Tensor TokenImageModel::continued(const Tensor& ids, Random& random) {
  const std::int64_t more = tokenizer()->length() + 1 - ids.size(1);
  const Tensor uniforms = torch::empty({ids.size(0), more}, torch::kFloat64);  // [n, more]
  std::generate_n(uniforms.data_ptr<double>(), uniforms.numel(), [&] { return random.uniform(); });
  const GenerationTask task = {ids, uniforms, vocabulary_size_, sampling_options()};
  return generate_tokens(make_decoder(), task).slice(1, 1);  // [n, length]
}

Tensor TokenImageModel::draw(std::int64_t count, Random& random, const Tensor& labels) {
  return decode(continued(first_tokens(count, labels), random));
}

Tensor TokenImageModel::complete(const Tensor& data, std::int64_t rows, const Tensor& labels,
                                 Random random) {
  const std::int64_t side = cell_side(kind_);
  require<UsageError>(rows >= 0 && rows <= image_.height && rows % side == 0,
                      "[complete] expected 0 to {} rows, a multiple of {}, got {}", image_.height,
                      side, rows);
  const torch::NoGradGuard no_grad;
  const std::int64_t kept = 1 + (rows / side) * (image_.width / side);
  const Tensor prompt = token_ids(data, labels).slice(1, 0, kept);
  return decode(continued(prompt, random));
}

Tensor TokenImageModel::round_trip(const Tensor& data) {
  return decode(encode(data));
}

}  // namespace akin
