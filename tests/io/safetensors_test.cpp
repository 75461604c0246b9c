#include "akin/io/safetensors.h"

#include <ctime>

#include <gmock/gmock.h>

#include <gtest/gtest.h>

#include "support/error_of.h"
#include "support/temporary_folder.h"

namespace akin::io {
namespace {

using testing::HasSubstr;
using tests::error_of;

/// A file with this header and `size` bytes of tensors: 1, 2, 3, ...
Bytes file_of(const std::string& header, std::size_t data_size) {
  std::string bytes(8, '\0');
  bytes[0] = static_cast<char>(header.size());
  bytes[1] = static_cast<char>(header.size() >> 8U);
  bytes += header;
  for (std::size_t i = 1; i <= data_size; ++i) {
    bytes.push_back(static_cast<char>(i));
  }
  return {bytes.begin(), bytes.end()};
}

std::string tensor(const std::string& name, const std::string& dtype, const std::string& shape,
                   const std::string& offsets) {
  return fmt::format(R"("{}":{{"dtype":"{}","shape":{},"data_offsets":{}}})", name, dtype, shape,
                     offsets);
}

std::string error_in(const std::string& header, std::size_t data_size) {
  return error_of([&] { parse_safetensors(file_of(header, data_size), "weights"); });
}

TEST(Safetensors, ParsesTensorsAndMetadata) {
  const std::string header = "{" + tensor("b", "U8", "[2]", "[4,6]") + "," +
                             tensor("a", "F32", "[1,1]", "[0,4]") +
                             R"(,"__metadata__":{"format":"pt"}})";
  const Safetensors content = parse_safetensors(file_of(header, 6), "weights");
  ASSERT_EQ(content.tensors.size(), 2U);
  EXPECT_EQ(content.tensors.at("a").dtype, "F32");
  EXPECT_EQ(content.tensors.at("a").shape, std::vector<std::int64_t>({1, 1}));
  EXPECT_EQ(content.tensors.at("a").bytes, Bytes({1, 2, 3, 4}));
  EXPECT_EQ(content.tensors.at("b").bytes, Bytes({5, 6}));
  EXPECT_EQ(content.metadata.at("format"), "pt");
}

TEST(Safetensors, AcceptsScalarsAndEmptyTensors) {
  const std::string header = "{" + tensor("empty", "F32", "[0,5]", "[2,2]") + "," +
                             tensor("scalar", "BF16", "[]", "[0,2]") + "}";
  const Safetensors content = parse_safetensors(file_of(header, 2), "weights");
  EXPECT_EQ(content.tensors.at("scalar").count(), 1);
  EXPECT_EQ(content.tensors.at("empty").count(), 0);
  EXPECT_TRUE(parse_safetensors(file_of("{}", 0), "weights").tensors.empty());
}

TEST(Safetensors, FormatsAlignedAndParsesTheSame) {
  Safetensors content;
  content.tensors["flags"] = {"BOOL", {3}, {1, 0, 1}};
  content.tensors["half"] = {"F16", {1}, {7, 8}};
  content.tensors["weight"] = {"F32", {2, 1}, {1, 2, 3, 4, 5, 6, 7, 8}};
  content.metadata["name"] = "\xea\xb0\x80";  // a Hangul syllable
  const Bytes bytes = format_safetensors(content);
  EXPECT_EQ(bytes[0] % 8, 0);  // aligns the tensors to 8 bytes
  // After the header: F32, F16, BOOL, each aligned to its size, without gaps.
  const std::span tail = std::span(bytes).last(13);
  EXPECT_EQ(Bytes(tail.begin(), tail.end()), Bytes({1, 2, 3, 4, 5, 6, 7, 8, 7, 8, 1, 0, 1}));

  const Safetensors again = parse_safetensors(bytes, "weights");
  EXPECT_EQ(again.metadata, content.metadata);
  EXPECT_EQ(again.tensors.at("flags").bytes, content.tensors.at("flags").bytes);
  EXPECT_EQ(again.tensors.at("half").shape, content.tensors.at("half").shape);
  EXPECT_EQ(format_safetensors(again), bytes);
}

TEST(Safetensors, RejectsInvalidContentWhenFormatting) {
  const auto error_with = [](const std::string& name, const RawTensor& tensor) {
    return error_of([&] { format_safetensors({{{name, tensor}}, {}}); });
  };
  EXPECT_THAT(error_with("w", {"F32", {2}, {1, 2, 3, 4}}), HasSubstr("F32 [2], got 4 bytes"));
  EXPECT_THAT(error_with("w", {"F8", {}, {1}}), HasSubstr("'F8'"));
  EXPECT_THAT(error_with("w", {"U8", {-1, -1}, {1}}), HasSubstr("[-1, -1]"));
  EXPECT_THAT(error_with("__metadata__", {"U8", {1}, {1}}), HasSubstr("a tensor's name"));
  EXPECT_THAT(error_with("\xff", {"U8", {1}, {1}}), HasSubstr("UTF-8"));
}

TEST(Safetensors, RejectsEveryTruncation) {
  const Bytes whole = file_of("{" + tensor("a", "F32", "[1]", "[0,4]") + "}", 4);
  for (std::size_t size = 0; size < whole.size(); ++size) {
    const auto cut = std::span(whole).first(size);
    EXPECT_THAT(error_of([&] { parse_safetensors(cut, "weights"); }), HasSubstr("[weights"))
        << size;
  }
}

TEST(Safetensors, RejectsAHeaderLongerThanTheFile) {
  Bytes bytes = file_of("{" + tensor("a", "U8", "[1]", "[0,1]") + "}", 1);
  bytes.pop_back();
  bytes.pop_back();
  EXPECT_EQ(error_of([&] { parse_safetensors(bytes, "weights"); }),
            fmt::format("[weights] expected a safetensors header of {} bytes, got {} bytes in all; "
                        "the file is cut off",
                        bytes.size() - 7, bytes.size()));
  bytes[3] = 1;  // 16 MiB more
  EXPECT_THAT(error_of([&] { parse_safetensors(bytes, "weights"); }),
              HasSubstr("a safetensors header of at most 16777216 bytes, got 167"));
  bytes[7] = 0xff;  // no length at all
  EXPECT_EQ(error_of([&] { parse_safetensors(bytes, "weights"); }),
            "[weights] expected a safetensors file, got other bytes");
}

TEST(Safetensors, RejectsSizesThatDoNotMatchOrOverflow) {
  const auto with_shape = [](const std::string& shape) {
    return error_in("{" + tensor("a", "F32", shape, "[0,4]") + "}", 4);
  };
  EXPECT_EQ(with_shape("[1]"), "no error");
  EXPECT_THAT(with_shape("[2]"), HasSubstr("[weights: a] expected the bytes of F32 [2], got 4"));
  EXPECT_THAT(with_shape("[-1]"), HasSubstr("F32 [-1]"));
  EXPECT_THAT(with_shape("[-1,-1]"), HasSubstr("F32 [-1, -1]"));
  EXPECT_THAT(with_shape("[4294967296,4294967296,1]"), HasSubstr("got 4 bytes"));
  EXPECT_THAT(with_shape("[4611686018427387905]"), HasSubstr("got 4 bytes"));  // * 4 = 4 mod 2^64
  EXPECT_THAT(with_shape("[9223372036854775808]"), HasSubstr("list of whole numbers"));
  EXPECT_THAT(with_shape("[1.0]"), HasSubstr("list of whole numbers"));
}

TEST(Safetensors, RejectsOffsetsOutOfRange) {
  const auto with_offsets = [](const std::string& offsets) {
    return error_in("{" + tensor("a", "U8", "[4]", offsets) + "}", 4);
  };
  EXPECT_EQ(with_offsets("[0,4]"), "no error");
  EXPECT_THAT(with_offsets("[0]"), HasSubstr("offsets [begin, end], got 1 numbers"));
  EXPECT_THAT(with_offsets("[0,4,4]"), HasSubstr("offsets [begin, end], got 3 numbers"));
  for (const auto* offsets : {"[1,5]", "[4,0]", "[-4,0]", "[0,9223372036854775807]"}) {
    EXPECT_THAT(with_offsets(offsets), HasSubstr("0 <= begin <= end <= 4")) << offsets;
  }
}

TEST(Safetensors, RejectsOverlapsAndGaps) {
  const auto two = [](const std::string& first, const std::string& second) {
    return error_in(
        "{" + tensor("a", "U8", "[2]", first) + "," + tensor("b", "U8", "[2]", second) + "}", 4);
  };
  EXPECT_EQ(two("[2,4]", "[0,2]"), "no error");
  EXPECT_THAT(two("[0,2]", "[1,3]"), HasSubstr("overlap"));
  EXPECT_THAT(two("[0,2]", "[0,2]"), HasSubstr("overlap"));
  EXPECT_THAT(error_in("{" + tensor("a", "U8", "[2]", "[2,4]") + "}", 4), HasSubstr("hole"));
  EXPECT_THAT(error_in("{" + tensor("a", "U8", "[2]", "[0,2]") + "}", 4),
              HasSubstr("expected 2 bytes of tensors, got 4"));
}

TEST(Safetensors, RejectsMalformedHeaders) {
  EXPECT_THAT(error_in("[]", 0), HasSubstr("a safetensors file, got other bytes"));
  EXPECT_THAT(error_in("{", 0), HasSubstr("expected JSON"));
  EXPECT_THAT(error_in(R"({"a":3})", 0), HasSubstr("a JSON object"));
  EXPECT_THAT(error_in("{" + tensor("a", "F8", "[]", "[0,1]") + "}", 1), HasSubstr("got 'F8'"));
  const std::string a = tensor("a", "U8", "[0]", "[0,0]");
  EXPECT_THAT(error_in("{" + a + "," + a + "}", 0), HasSubstr("every key once"));
  EXPECT_THAT(error_in(R"({"a":{"dtype":"U8","shape":[0]}})", 0), HasSubstr("'data_offsets'"));
  EXPECT_THAT(error_in(R"({"__metadata__":{"a":1}})", 0), HasSubstr("metadata 'a'"));
  EXPECT_THAT(error_in(R"({"__metadata__":[]})", 0), HasSubstr("__metadata__"));
}

TEST(Safetensors, ShowsNothingLongInErrors) {
  const std::string text(3000, 'x');
  const std::string a = tensor("a", "U8", "[1]", "[0,1]");
  std::string ones = "[1";
  for (int i = 0; i < 3000; ++i) {
    ones += ",1";
  }
  for (const std::string& header :
       {tensor(text, "U8", "[2]", "[0,1]"), tensor("a", text, "[1]", "[0,1]"),
        tensor("a", "U8", ones + "]", "[0,1]"), tensor("a", "U8", "[1]", ones + "]"),
        a + R"(,"__metadata__":{")" + text + R"(":1})"}) {
    const std::string error = error_in("{" + header + "}", 1);
    EXPECT_THAT(error, testing::StartsWith("[weights")) << header;
    EXPECT_LT(error.size(), 300U) << error;
  }
}

TEST(Safetensors, NamesTheTensorOfAnUnknownType) {
  EXPECT_EQ(error_in("{" + tensor("fc1.weight", "F8_E4M3", "[1]", "[0,1]") + "}", 1),
            "[weights: fc1.weight] expected a dtype such as F32 or BF16, got 'F8_E4M3'; convert it "
            "to one of these first");
}

TEST(Safetensors, SurvivesDeepNesting) {
  const std::string deep(60'000, '[');
  EXPECT_THAT(error_in(R"({"a":)" + deep, 0), HasSubstr("nested at most 64 deep"));
}

TEST(Safetensors, TakesTimeInProportionToTheHeader) {
  // 60,000 tensors in a header of 4 MB: a second or so, where looking at all for each takes
  // minutes.
  Safetensors content;
  for (int i = 0; i < 60'000; ++i) {
    content.tensors[fmt::format("layer.{}", i)] = {"U8", {1}, {1}};
  }
  const Bytes bytes = format_safetensors(content);
  const std::clock_t start = std::clock();  // of this process alone
  EXPECT_EQ(parse_safetensors(bytes, "weights").tensors.size(), 60'000U);
  EXPECT_LT(static_cast<double>(std::clock() - start) / CLOCKS_PER_SEC, 20);
}

TEST(Safetensors, RejectsEmptyTensorsOfHugeDimensions) {
  for (const auto* shape :
       {"[0,4611686018427387904]", "[4611686018427387904,0]", "[0,1073741824,1073741824]"}) {
    EXPECT_THAT(error_in("{" + tensor("a", "U8", shape, "[0,0]") + "}", 0),
                HasSubstr("got 0 bytes"))
        << shape;
  }
}

TEST(Safetensors, SaysWhatElseAFileIs) {
  const auto error_with = [](const std::string& start) {
    return error_of([&] { parse_safetensors(Bytes(start.begin(), start.end()), "weights"); });
  };
  EXPECT_EQ(
      error_with("version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 1\n"),
      "[weights] expected a safetensors file, got a Git LFS pointer (run `git lfs pull` to get "
      "the file itself)");
  EXPECT_THAT(error_with("\x80\x02\x8a\x0al"), HasSubstr("got a pickle; if you trust it"));
  EXPECT_THAT(error_with("<!DOCTYPE html>"), HasSubstr("got a web page"));
  EXPECT_THAT(error_with("Entry not found"), HasSubstr("got the text 'Entry not found'"));
  EXPECT_THAT(error_with("{\"error\":{}}"), HasSubstr("got the text '{\"error\":{}}'"));
  EXPECT_THAT(error_with(""), HasSubstr("got an empty file"));
}

TEST(Safetensors, NamesAFileWhoseFirstBytesAreAPossibleLength) {
  std::string gzip(1 << 20, '.');  // 0x088b1f = 559,903 bytes of header
  gzip.replace(0, 8, "\x1f\x8b\x08\0\0\0\0\0", 8);
  EXPECT_THAT(error_of([&] { parse_safetensors(Bytes(gzip.begin(), gzip.end()), "weights"); }),
              HasSubstr("got a gzip file"));
}

TEST(Safetensors, DoesNotMistakeTheLengthOfAHeaderForAPickle) {
  std::string header = "{" + tensor("a", "U8", "[1]", "[0,1]") + "}";
  header.resize(0x0280, ' ');  // the first bytes of the file, 0x80 0x02, are also a pickle's
  EXPECT_EQ(parse_safetensors(file_of(header, 1), "weights").tensors.size(), 1U);
}

TEST(Safetensors, ReadsNoMoreThanTheLimit) {
  const tests::TemporaryFolder folder;
  const auto path = folder.path() / "w.safetensors";
  write_safetensors(path, {{{"a", {"U8", {3}, {7, 8, 9}}}}, {}});
  EXPECT_EQ(read_safetensors(path, 3).tensors.at("a").bytes, Bytes({7, 8, 9}));
  EXPECT_THAT(error_of([&] { read_safetensors(path, 2); }),
              HasSubstr("expected tensors of at most 2 bytes, got 3"));
  std::filesystem::resize_file(path, std::uint64_t{1} << 40U);  // sparse: only its header is read
  EXPECT_THAT(error_of([&] { read_safetensors(path); }), HasSubstr("expected 3 bytes of tensors"));
}

TEST(Safetensors, WritesAndReadsFiles) {
  const tests::TemporaryFolder folder;
  const auto path = folder.path() / "w.safetensors";
  write_safetensors(path, {{{"a", {"U8", {1}, {9}}}}, {}});
  EXPECT_EQ(read_safetensors(path).tensors.at("a").bytes, Bytes({9}));
  write_atomically(path, "short");
  EXPECT_EQ(error_of([&] { read_safetensors(path); }),
            fmt::format("[{}] expected a safetensors file, got the text 'short'", path.string()));
}

TEST(DtypeSize, SupportsTheNamesOfTheFormat) {
  for (const auto& [dtype, size] : std::map<std::string, std::int64_t>{{"F64", 8},
                                                                       {"I64", 8},
                                                                       {"F32", 4},
                                                                       {"I32", 4},
                                                                       {"F16", 2},
                                                                       {"BF16", 2},
                                                                       {"I16", 2},
                                                                       {"I8", 1},
                                                                       {"U8", 1},
                                                                       {"BOOL", 1}}) {
    EXPECT_EQ(dtype_size(dtype), size) << dtype;
  }
  EXPECT_THROW(dtype_size("f32"), Error);
}

}  // namespace
}  // namespace akin::io
