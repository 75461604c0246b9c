#pragma once

#include <memory>
#include <string>

#include "akin/families/transformer/text_model.h"
#include "akin/tokens/character_tokenizer.h"

namespace akin::tests {

inline std::shared_ptr<const tokens::Tokenizer> tiny_tokenizer() {
  return tokens::make_character_tokenizer(tokens::text_source("\nabcde"));
}

/// A Transformer over six characters that sees 16 of them.
inline std::shared_ptr<TextModel> tiny_text_model(bool documents = false, std::uint64_t seed = 1) {
  TransformerShape shape;
  shape.context = 16;
  shape.layers = 2;
  shape.heads = 2;
  shape.width = 8;
  return std::make_shared<TextModel>(shape, tiny_tokenizer(), documents, seed);
}

}  // namespace akin::tests
