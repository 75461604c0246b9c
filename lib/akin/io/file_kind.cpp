#include "akin/io/file_kind.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "akin/base/utf8.h"
#include "akin/io/file.h"

namespace akin::io {
namespace {

using namespace std::string_view_literals;

struct Kind {
  std::string_view start;
  const char* description;
  std::string_view conversion{};
  std::size_t offset = 0;  ///< of `start` in the file
};

constexpr auto lfs = "version https://git-lfs"sv;
constexpr auto zip = "PK\x03\x04"sv;

constexpr Kind torch_save = {
    zip, "a checkpoint of torch.save()",
    "convert it in Python: import torch; from safetensors.torch import save_file; state = "
    "torch.load('model.pt', map_location='cpu', weights_only=True); save_file({k: "
    "v.contiguous().clone() for k, v in state.items()}, 'model.safetensors')"};
constexpr Kind torch_script = {
    zip, "a model of torch.jit.save() or of torch::save() in C++",
    "convert it in Python: import torch; from safetensors.torch import save_file; state = "
    "torch.jit.load('model.pt', map_location='cpu').state_dict(); save_file({k: "
    "v.contiguous().clone() for k, v in state.items()}, 'model.safetensors')"};
constexpr Kind numpy_archive = {
    zip, "an .npz archive of NumPy",
    "convert it in Python: import numpy; from safetensors.numpy import save_file; "
    "save_file(dict(numpy.load('model.npz')), 'model.safetensors')"};
constexpr Kind other_zip = {zip, "a zip archive (unpack it first)"};
constexpr Kind web_page = {"<"sv, "a web page (download the file itself)"};

constexpr auto of_a_pickle =
    "if you trust it, since a pickle can run code, load it in Python and write its tensors with "
    "save_file() of safetensors"sv;

constexpr std::array kinds = {
    Kind{lfs, "a Git LFS pointer (run `git lfs pull` to get the file itself)"},
    // A pickle of this number, then others.
    Kind{"\x80\x02\x8a\x0a\x6c\xfc\x9c\x46\xf9\x20\x6a\xa8\x50\x19"sv,
         "a checkpoint of torch.save() before PyTorch 1.6", torch_save.conversion},
    Kind{"\x80\x02"sv, "a pickle", of_a_pickle},
    Kind{"\x80\x03"sv, "a pickle", of_a_pickle},
    Kind{"\x80\x04"sv, "a pickle", of_a_pickle},
    Kind{"\x80\x05"sv, "a pickle", of_a_pickle},
    Kind{"\x93NUMPY"sv, "an array of NumPy"},
    Kind{"\x89HDF"sv, "an HDF5 file",
         "read its arrays in Python with h5py and write them with safetensors.numpy.save_file()"},
    Kind{"GGUF"sv, "a GGUF file", "take the safetensors file that it was made from"},
    Kind{"\x1f\x8b"sv, "a gzip file (unpack it first)"},
    Kind{"BZh"sv, "a bzip2 file (unpack it first)"},
    Kind{"\xfd\x37zXZ"sv, "an xz file (unpack it first)"},
    Kind{"\x28\xb5\x2f\xfd"sv, "a Zstandard file (unpack it first)"},
    Kind{"7z\xbc\xaf\x27\x1c"sv, "a 7-Zip archive (unpack it first)"},
    Kind{"Rar!\x1a"sv, "a RAR archive (unpack it first)"},
    Kind{"ustar"sv, "a tar archive (unpack it first)", {}, 257},
    Kind{"\x89PNG"sv, "a PNG picture"},
    Kind{"\xff\xd8\xff"sv, "a JPEG picture"},
};

/// The name of the first file in a zip archive: its length is at 26, itself at 30.
std::string_view first_name(std::string_view archive) {
  if (archive.size() < 30) {
    return {};
  }
  const auto byte = [&](std::size_t at) { return static_cast<unsigned char>(archive[at]); };
  return archive.substr(30, byte(26) | static_cast<std::size_t>(byte(27)) << 8U);
}

const Kind& kind_of_zip(std::string_view archive) {
  const std::string_view name = first_name(archive);
  return name.ends_with("/data.pkl")                     ? torch_save
         : name.find("/data/") != std::string_view::npos ? torch_script
         : name.ends_with(".npy")                        ? numpy_archive
                                                         : other_zip;
}

bool is_markup(std::string_view text) {
  constexpr auto byte_order_mark = "\xef\xbb\xbf"sv;
  text.remove_prefix(text.starts_with(byte_order_mark) ? byte_order_mark.size() : 0);
  text.remove_prefix(std::min(text.find_first_not_of(" \t\r\n"), text.size()));
  const std::string start = utf8::lower_case(text.substr(0, 9));
  return start.starts_with("<!doctype") || start.starts_with("<html") ||
         start.starts_with("<head") || start.starts_with("<?xml");
}

const Kind* find_kind(std::string_view start) {
  if (start.starts_with(zip)) {
    return &kind_of_zip(start);
  }
  if (is_markup(start)) {
    return &web_page;
  }
  const auto* const found = std::find_if(kinds.begin(), kinds.end(), [&](const Kind& kind) {
    return start.size() > kind.offset && start.substr(kind.offset).starts_with(kind.start);
  });
  return found == kinds.end() ? nullptr : &*found;
}

}  // namespace

std::optional<std::string> known_kind(std::span<const std::uint8_t> start) {
  const Kind* const kind = find_kind(as_text(start));
  return kind == nullptr ? std::nullopt : std::optional<std::string>(kind->description);
}

std::string kind_or_text(std::span<const std::uint8_t> start) {
  if (const auto kind = known_kind(start)) {
    return *kind;
  }
  if (start.empty()) {
    return "an empty file";
  }
  constexpr std::size_t longest = 60;
  const std::string_view text = as_text(start);
  const std::string_view line = text.substr(0, text.find_first_of("\r\n"));
  const bool printable = !line.empty() && std::all_of(line.begin(), line.end(),
                                                      [](char c) { return c >= ' ' && c <= '~'; });
  return printable ? fmt::format("the text '{}{}'", line.substr(0, longest),
                                 line.size() > longest ? "..." : "")
                   : "other bytes";
}

std::string_view conversion_to_safetensors(std::span<const std::uint8_t> start) {
  const Kind* const kind = find_kind(as_text(start));
  return kind == nullptr ? std::string_view() : kind->conversion;
}

bool is_lfs_pointer(std::span<const std::uint8_t> start) {
  return as_text(start).starts_with(lfs);
}

}  // namespace akin::io
