#include "akin/io/file_kind.h"

#include <gmock/gmock.h>

#include "akin/io/file.h"

namespace akin::io {
namespace {

using testing::HasSubstr;
using testing::StartsWith;

Bytes bytes_of(std::string_view text) {
  return {text.begin(), text.end()};
}

std::string kind_of_text(std::string_view start) {
  return known_kind(bytes_of(start)).value_or("unknown");
}

/// The start of a zip archive whose first file has this name, without its content.
std::string zip_of(const std::string& name) {
  std::string header = "PK\x03\x04";
  header.resize(26, '\0');
  header.push_back(static_cast<char>(name.size()));
  header.push_back(static_cast<char>(name.size() >> 8U));
  header.append(2, '\0');  // length of the extra field
  return header + name + "and so on";
}

TEST(KnownKind, NamesWhatPeoplePutInThePlaceOfAnotherFile) {
  EXPECT_EQ(kind_of_text("version https://git-lfs.github.com/spec/v1\noid sha256:0"),
            "a Git LFS pointer (run `git lfs pull` to get the file itself)");
  EXPECT_EQ(kind_of_text("\x80\x02}q"), "a pickle");
  EXPECT_EQ(kind_of_text("\x1f\x8b\x08"), "a gzip file (unpack it first)");
  EXPECT_EQ(kind_of_text("\x89HDF\r\n\x1a\n"), "an HDF5 file");
  EXPECT_EQ(kind_of_text("GGUF\x03"), "a GGUF file");
  EXPECT_EQ(kind_of_text(std::string(257, 'x') + "ustar"), "a tar archive (unpack it first)");
  for (const char* other : {"", "P", "version 2", "{\"a\": 1}", "<hr>"}) {
    EXPECT_EQ(kind_of_text(other), "unknown") << other;
  }
}

TEST(KnownKind, NamesWebPagesHoweverTheyBegin) {
  for (const char* page : {"<html>", "<!DOCTYPE html>", "<!doctype HTML>", "<HTML lang", "<head>",
                           "\xef\xbb\xbf\r\n  <!DOCTYPE html>", "<?xml version=\"1.0\"?><Error>"}) {
    EXPECT_EQ(kind_of_text(page), "a web page (download the file itself)") << page;
  }
}

TEST(KnownKind, TellsZipArchivesApartByTheirFirstFile) {
  EXPECT_EQ(kind_of_text(zip_of("model/data.pkl")), "a checkpoint of torch.save()");
  EXPECT_EQ(kind_of_text(zip_of(std::string(300, 'x') + "/data.pkl")),
            "a checkpoint of torch.save()");
  EXPECT_THAT(kind_of_text(zip_of("script/data/0")), StartsWith("a model of torch.jit.save()"));
  EXPECT_EQ(kind_of_text(zip_of("fc1.weight.npy")), "an .npz archive of NumPy");
  EXPECT_EQ(kind_of_text(zip_of("vae.safetensors")), "a zip archive (unpack it first)");
  EXPECT_EQ(kind_of_text("PK\x03\x04 cut off"), "a zip archive (unpack it first)");
}

TEST(KnownKind, TellsCheckpointsBeforeZipFromOtherPickles) {
  EXPECT_EQ(kind_of_text("\x80\x02\x8a\x0a\x6c\xfc\x9c\x46\xf9\x20\x6a\xa8\x50\x19.\x80\x02M"),
            "a checkpoint of torch.save() before PyTorch 1.6");
  EXPECT_EQ(kind_of_text("\x80\x02\x8a\x0a\x6c"), "a pickle");
}

TEST(KindOrText, ShowsTheTextOfUnknownFiles) {
  const auto kind = [](std::string_view start) { return kind_or_text(bytes_of(start)); };
  EXPECT_EQ(kind("GGUF"), "a GGUF file");
  EXPECT_EQ(kind("Entry not found"), "the text 'Entry not found'");
  EXPECT_EQ(kind("429 Too Many Requests\r\nRetry-After: 1"), "the text '429 Too Many Requests'");
  EXPECT_EQ(kind(std::string(61, 'x')), "the text '" + std::string(60, 'x') + "...'");
  EXPECT_EQ(kind(""), "an empty file");
  EXPECT_EQ(kind("\n"), "other bytes");
  EXPECT_EQ(kind("a\x1b[2J"), "other bytes");
}

TEST(ConversionToSafetensors, IsPythonOfTheFormat) {
  const auto conversion = [](const std::string& start) {
    return std::string(conversion_to_safetensors(bytes_of(start)));
  };
  EXPECT_THAT(conversion(zip_of("model/data.pkl")), HasSubstr("state = torch.load('model.pt'"));
  EXPECT_THAT(conversion(zip_of("script/data/0")), HasSubstr("torch.jit.load('model.pt'"));
  EXPECT_THAT(conversion(zip_of("a.npy")), HasSubstr("save_file(dict(numpy.load('model.npz'))"));
  EXPECT_THAT(conversion("\x80\x04\x95"), HasSubstr("a pickle can run code"));
  EXPECT_EQ(conversion("<html>"), "");
  EXPECT_EQ(conversion("else"), "");
}

TEST(IsLfsPointer, LooksAtTheFirstLine) {
  const std::string pointer = "version https://git-lfs.github.com/spec/v1";
  EXPECT_TRUE(is_lfs_pointer(Bytes(pointer.begin(), pointer.end())));
  EXPECT_FALSE(is_lfs_pointer(Bytes(pointer.begin(), pointer.begin() + 10)));
  EXPECT_FALSE(is_lfs_pointer({}));
}

}  // namespace
}  // namespace akin::io
