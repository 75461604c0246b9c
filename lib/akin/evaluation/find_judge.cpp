#include "akin/evaluation/find_judge.h"

#include <optional>
#include <utility>

#include "akin/base/require.h"

// The judges that travel in the library, byte for byte: asked of the assembler, since a compiler
// takes seconds for as many numbers.
// NOLINTNEXTLINE(cppcoreguidelines-macro-usage)
#define AKIN_INCLUDE_BYTES(name, file)           \
  __asm__(                                       \
      ".section .rodata\n"                       \
      ".global akin_" #name                      \
      "\n"                                       \
      ".global akin_" #name                      \
      "_end\n"                                   \
      "akin_" #name                              \
      ":\n"                                      \
      ".incbin \"" file                          \
      "\"\n"                                     \
      "akin_" #name                              \
      "_end:\n"                                  \
      ".byte 0\n"                                \
      ".previous\n");                            \
  extern "C" {                                   \
  extern const std::uint8_t akin_##name[];       \
  extern const std::uint8_t akin_##name##_end[]; \
  }

AKIN_INCLUDE_BYTES(judge_mnist, AKIN_JUDGES "/mnist.safetensors")
AKIN_INCLUDE_BYTES(judge_digits, AKIN_JUDGES "/digits.safetensors")

namespace akin {
namespace {

namespace fs = std::filesystem;

/// The judge in these bytes, where it is one of that data; what is damaged or of another format is
/// made again.
std::optional<Judge> judge_in(const io::Bytes& bytes, const std::string& data_sha256) {
  try {
    Judge judge = parse_judge(bytes, "judge");
    return judge.data_sha256 == data_sha256 ? std::optional(std::move(judge)) : std::nullopt;
  } catch (const Error&) {
    return std::nullopt;
  }
}

std::optional<Judge> shipped(const std::string& data_sha256) {
  for (const io::Bytes& bytes : {io::Bytes(akin_judge_mnist, akin_judge_mnist_end),
                                 io::Bytes(akin_judge_digits, akin_judge_digits_end)}) {
    if (auto judge = judge_in(bytes, data_sha256)) {
      return judge;
    }
  }
  return std::nullopt;
}

std::optional<Judge> cached(const fs::path& path, const std::string& data_sha256) {
  std::error_code ignored;
  return fs::is_regular_file(path, ignored) ? judge_in(io::read_file(path), data_sha256)
                                            : std::nullopt;
}

void keep(const fs::path& path, const Judge& judge) {
  try {
    io::write_atomically(path, format_judge(judge));
  } catch (const Error&) {  // NOLINT(bugprone-empty-catch): it is made again the next time
  }
}

}  // namespace

Judge find_judge(const data::ImageData& data, const std::function<void(double)>& progress) {
  if (auto judge = shipped(data.sha256)) {
    return *std::move(judge);
  }
  const fs::path cache = data::cache_folder();
  const fs::path path = cache / "judges" / (data.sha256 + ".safetensors");
  if (auto judge = cached(path, data.sha256)) {
    return *std::move(judge);
  }
  Judge judge = make_judge(data, progress);
  if (!cache.empty()) {
    keep(path, judge);
  }
  return judge;
}

}  // namespace akin
