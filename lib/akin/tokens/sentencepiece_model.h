#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace akin::tokens {

/// A piece of a SentencePiece model; its token is its place in the list.
struct Piece {
  enum class Kind {
    text = 1,
    unknown = 2,
    byte = 6
  };  ///< as numbered in sentencepiece_model.proto

  std::string text;
  Kind kind = Kind::text;
};

/// The pieces of a serialized SentencePiece model (a protobuf message), which may come from
/// anybody: SentencePiece itself trusts what it loads, and a crafted table of its normalizer makes
/// it read outside of its memory. So only what akin's own training writes is accepted: a byte-pair
/// model with the identity as its normalizer, "unknown" as the first piece, and different pieces of
/// text and bytes with finite scores. Errors are one line without "[who]".
std::vector<Piece> read_sentencepiece_model(std::string_view serialized);

}  // namespace akin::tokens
