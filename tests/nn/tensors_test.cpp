#include "akin/nn/tensors.h"

#include <limits>

#include <gmock/gmock.h>

#include "akin/nn/layers.h"

#include "support/error_of.h"
#include "support/tensors.h"

namespace akin::nn {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using tests::elements;
using tests::error_of;

TEST(Tensors, RawBytesAreRowMajorAndLittleEndian) {
  const auto one = to_raw(torch::tensor({1.F, -2.F}));
  EXPECT_EQ(one.dtype, "F32");
  EXPECT_THAT(one.shape, ElementsAre(2));
  EXPECT_THAT(one.bytes, ElementsAre(0, 0, 0x80, 0x3f, 0, 0, 0, 0xc0));
  const auto table = torch::tensor({1, 2, 3, 4}).to(torch::kUInt8).view({2, 2});
  EXPECT_THAT(to_raw(table.t()).bytes, ElementsAre(1, 3, 2, 4));
}

TEST(Tensors, RoundTripEveryType) {
  const std::map<std::string, torch::ScalarType> types = {
      {"F64", torch::kFloat64},   {"F32", torch::kFloat32}, {"F16", torch::kFloat16},
      {"BF16", torch::kBFloat16}, {"I64", torch::kInt64},   {"I32", torch::kInt32},
      {"I16", torch::kInt16},     {"I8", torch::kInt8},     {"U8", torch::kUInt8},
      {"BOOL", torch::kBool}};
  for (const auto& [name, type] : types) {
    const auto tensor = torch::arange(6).view({3, 2}).to(type);
    const auto raw = to_raw(tensor);
    EXPECT_EQ(raw.dtype, name);
    EXPECT_EQ(static_cast<std::int64_t>(raw.bytes.size()), 6 * io::dtype_size(name)) << name;
    const auto back = from_raw(raw);
    EXPECT_EQ(back.scalar_type(), type) << name;
    EXPECT_TRUE(torch::equal(back, tensor)) << name;
  }
}

TEST(Tensors, RoundTripScalarsAndEmptyTensors) {
  const auto scalar = from_raw(to_raw(torch::tensor(5)));
  EXPECT_EQ(scalar.dim(), 0);
  EXPECT_EQ(scalar.item<std::int64_t>(), 5);
  EXPECT_EQ(from_raw(to_raw(torch::zeros({0, 3}))).sizes(), at::IntArrayRef({0, 3}));
}

TEST(Tensors, RefuseWhatIsNoTensor) {
  EXPECT_THAT(error_of([] {
                from_raw({"F32", {2}, io::Bytes(7)});
              }),
              HasSubstr("expected 8 bytes, got 7"));
  EXPECT_THAT(error_of([] { from_raw({"F31", {1}, io::Bytes(4)}); }), HasSubstr("got 'F31'"));
  EXPECT_THAT(error_of([] { to_raw(torch::zeros({1}, torch::kComplexFloat)); }),
              HasSubstr("expected a real number type"));
}

TEST(Tensors, NamedTensorsAreLiveAndSnapshotsAreNot) {
  torch::nn::BatchNorm2d norm(2);
  const auto live = named_tensors(*norm, "norm.");
  EXPECT_EQ(live.size(), 5U);  // weight, bias, running mean and variance, count of batches
  EXPECT_TRUE(live.contains("norm.running_var"));
  const auto copy = snapshot(live);
  const torch::NoGradGuard no_grad;
  norm->weight.fill_(3);
  norm->running_mean.fill_(4);
  EXPECT_THAT(elements(live.at("norm.weight")), ElementsAre(3, 3));
  EXPECT_THAT(elements(live.at("norm.running_mean")), ElementsAre(4, 4));
  EXPECT_THAT(elements(copy.at("norm.weight")), ElementsAre(1, 1));
  EXPECT_FALSE(live.at("norm.weight").requires_grad());
}

TEST(Tensors, CopyIntoOverwritesInPlace) {
  Linear from(2, 3);
  Linear to(2, 3);
  init_uniform(*from, Random(1));
  const auto* home = to->weight.data_ptr<float>();
  copy_into(named_tensors(*to), named_tensors(*from), "test");
  EXPECT_TRUE(torch::equal(to->weight, from->weight));
  EXPECT_TRUE(torch::equal(to->bias, from->bias));
  EXPECT_EQ(to->weight.data_ptr<float>(), home);
  EXPECT_TRUE(to->weight.requires_grad());
}

TEST(Tensors, CopyIntoReadsFiles) {
  Linear from(2, 3);
  Linear to(2, 3);
  init_uniform(*from, Random(1));
  copy_into(named_tensors(*to), io::Safetensors{to_raw(named_tensors(*from)), {}}, "test");
  EXPECT_TRUE(torch::equal(to->weight, from->weight));
}

/// The error of copying a good map changed by `spoil`, checked to have changed nothing.
template <class Spoil>
std::string refusal(const Spoil& spoil) {
  const NamedTensors live = {{"a", torch::zeros({2})}, {"b", torch::zeros({2, 3})}};
  NamedTensors source = {{"a", torch::ones({2})}, {"b", torch::ones({2, 3})}};
  spoil(source);
  const std::string error = error_of([&] { copy_into(live, source, "file"); });
  EXPECT_THAT(elements(live.at("a")), testing::Each(0));
  EXPECT_THAT(elements(live.at("b")), testing::Each(0));
  return error;
}

TEST(Tensors, CopyIntoRefusesAnotherModelAndChangesNothing) {
  EXPECT_EQ(refusal([](NamedTensors& source) { source.erase("b"); }),
            "[file] expected a tensor 'b', got none; the file belongs to another model");
  EXPECT_EQ(refusal([](NamedTensors& source) { source.emplace("c", torch::ones({1})); }),
            "[file] expected no tensor 'c'; the file belongs to another model");
  EXPECT_EQ(
      refusal([](NamedTensors& source) {
        source["b"] = torch::ones({3, 2});
      }),
      "[file] expected 'b' to be F32 [2, 3], got F32 [3, 2]; the file belongs to another model");
  EXPECT_EQ(
      refusal([](NamedTensors& source) {
        source["b"] = torch::ones({2, 3}, torch::kFloat64);
      }),
      "[file] expected 'b' to be F32 [2, 3], got F64 [2, 3]; the file belongs to another model");
}

TEST(Tensors, CopyIntoRefusesNumbersThatAreNotFinite) {
  for (const float bad :
       {std::numeric_limits<float>::quiet_NaN(), std::numeric_limits<float>::infinity()}) {
    EXPECT_EQ(refusal([&](NamedTensors& source) { source["b"][1][2] = bad; }),
              "[file] expected finite numbers, got NaN or infinity in 'b'");
  }
}

}  // namespace
}  // namespace akin::nn
