#include <cstddef>
#include <cstdint>
#include <string>

#include "akin/base/require.h"
#include "akin/io/base64.h"
#include "akin/tokens/sentencepiece_model.h"
#include "akin/tokens/tokenizer.h"

namespace tokens = akin::tokens;

namespace {

/// A tokenizer.json, or the SentencePiece model in one: base64 would hide it from the fuzzer.
std::string tokenizer_file(const std::string& bytes) {
  if (bytes.starts_with('{')) {
    return bytes;
  }
  const std::size_t size = tokens::read_sentencepiece_model(bytes).size();
  return nlohmann::json(
             {{"kind", "subwords"}, {"vocabulary", size}, {"model", akin::io::to_base64(bytes)}})
      .dump();
}

}  // namespace

/// A tokenizer either encodes and decodes, or throws akin::Error.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string bytes(reinterpret_cast<const char*>(data), size);
  try {
    const auto tokenizer = tokens::tokenizer_from_json(tokenizer_file(bytes), "fuzz");
    (void)tokenizer->decode(tokenizer->encode("a fox \xea\xb0\x80\n"));
  } catch (const akin::Error&) {
  }
  return 0;
}
