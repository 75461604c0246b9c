#include "akin/tokens/sentencepiece.h"

#include <filesystem>
#include <string>
#include <vector>

#include <dlfcn.h>

#include "akin/base/require.h"
#include "akin/tokens/sentencepiece_places.h"

namespace akin::tokens {
namespace {

// Sanitizers do not support RTLD_DEEPBIND. It is only needed if LibTorch is in the same process.
#if defined(__has_feature)  // clang
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
#define AKIN_SANITIZED
#endif
#elif defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define AKIN_SANITIZED
#endif
#if defined(AKIN_SANITIZED)
constexpr int symbol_scope = 0;
#else
constexpr int symbol_scope = RTLD_DEEPBIND;
#endif

/// Where the module may be. The program's own folder comes first: a build, a package and an
/// unpacked archive each find their own, wherever they have been moved to.
std::vector<std::filesystem::path> places() {
  std::error_code unknown;
  const auto program = std::filesystem::read_symlink("/proc/self/exe", unknown);
  std::vector<std::filesystem::path> all;
  if (!unknown) {
    all.push_back((program.parent_path() / module_beside_program).lexically_normal());
  }
  all.emplace_back(module_installed);
  return all;
}

SentencePiece open_module() {
  std::string reasons;
  for (const auto& place : places()) {
    if (void* module = dlopen(place.c_str(), RTLD_NOW | RTLD_LOCAL | symbol_scope)) {
      const auto* found = static_cast<const SentencePiece*>(dlsym(module, "akin_sentencepiece"));
      require(found != nullptr, "[tokenizer] expected akin's module of SentencePiece in {}, got {}",
              place.string(), dlerror());
      return *found;
    }
    reasons += (reasons.empty() ? "" : "; ") + std::string(dlerror());
  }
  fail(
      "[tokenizer] expected akin's module of SentencePiece beside the program or installed, got: "
      "{}",
      reasons);
}

}  // namespace

const SentencePiece& sentencepiece() {
  static const SentencePiece module = open_module();
  return module;
}

}  // namespace akin::tokens
