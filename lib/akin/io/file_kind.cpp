#include "akin/io/file_kind.h"

#include <array>
#include <string_view>

#include "akin/io/file.h"

namespace akin::io {
namespace {

using namespace std::string_view_literals;

struct Kind {
  std::string_view start;
  const char* description;
};

constexpr auto lfs = "version https://git-lfs"sv;

constexpr std::array kinds = {
    Kind{lfs, "a Git LFS pointer (`git lfs pull` fetches the file itself)"},
    Kind{"PK\x03\x04"sv, "a zip archive, as torch.save() and NumPy write"},
    Kind{"\x80\x02"sv, "a pickle, as torch.save() wrote before PyTorch 1.6"},
    Kind{"\x80\x03"sv, "a pickle"},
    Kind{"\x80\x04"sv, "a pickle"},
    Kind{"\x80\x05"sv, "a pickle"},
    Kind{"\x93NUMPY"sv, "an array of NumPy"},
    Kind{"\x89HDF"sv, "an HDF5 file"},
    Kind{"GGUF"sv, "a GGUF file"},
    Kind{"\x1f\x8b"sv, "a gzip file"},
    Kind{"\x89PNG"sv, "a PNG picture"},
    Kind{"\xff\xd8\xff"sv, "a JPEG picture"},
    Kind{"<!DOCTYPE"sv, "a web page (download the file itself)"},
    Kind{"<!doctype"sv, "a web page (download the file itself)"},
    Kind{"<html"sv, "a web page (download the file itself)"},
};

}  // namespace

std::optional<std::string> known_kind(std::span<const std::uint8_t> start) {
  for (const Kind& kind : kinds) {
    if (as_text(start).starts_with(kind.start)) {
      return kind.description;
    }
  }
  return std::nullopt;
}

bool is_lfs_pointer(std::span<const std::uint8_t> start) {
  return as_text(start).starts_with(lfs);
}

}  // namespace akin::io
