#include "akin/tokens/sentencepiece.h"

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

SentencePiece open_module() {
  std::string reasons;
  for (const char* place : sentencepiece_places) {
    if (void* module = dlopen(place, RTLD_NOW | RTLD_LOCAL | symbol_scope)) {
      const auto* found = static_cast<const SentencePiece*>(dlsym(module, "akin_sentencepiece"));
      require(found != nullptr, "[tokenizer] expected akin's module of SentencePiece in {}, got {}",
              place, dlerror());
      return *found;
    }
    reasons = dlerror();
  }
  fail(
      "[tokenizer] expected akin's module of SentencePiece where akin was built or installed, got: "
      "{}",
      reasons);
}

}  // namespace

const SentencePiece& sentencepiece() {
  static const SentencePiece module = open_module();
  return module;
}

}  // namespace akin::tokens
