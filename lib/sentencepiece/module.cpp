// The only code that includes SentencePiece; akin/tokens/sentencepiece.h says why.
#include <unordered_map>

#include <sentencepiece_processor.h>
#include <sentencepiece_trainer.h>

#include "akin/base/require.h"
#include "akin/tokens/sentencepiece.h"

namespace akin::tokens {
namespace {

class Model final : public SentencePieceModel {
 public:
  explicit Model(const std::string& serialized) {
    const auto status = processor_.LoadFromSerializedProto(serialized);
    require(status.ok(), "expected a SentencePiece model, got: {}", status.ToString());
  }

  [[nodiscard]] std::vector<int> encode(std::string_view text) const override {
    std::vector<int> ids;
    const auto status = processor_.Encode(text, &ids);
    require(status.ok(), "expected SentencePiece to encode the text, got: {}", status.ToString());
    return ids;
  }

 private:
  sentencepiece::SentencePieceProcessor processor_;
};

class Sentences final : public sentencepiece::SentenceIterator {
 public:
  explicit Sentences(const std::vector<std::string>& all) : all_(all) {}
  [[nodiscard]] bool done() const override { return at_ == all_.size(); }
  void Next() override { ++at_; }
  [[nodiscard]] const std::string& value() const override { return all_[at_]; }
  [[nodiscard]] sentencepiece::util::Status status() const override { return {}; }

 private:
  const std::vector<std::string>& all_;
  std::size_t at_ = 0;
};

std::unique_ptr<SentencePieceModel> load(const std::string& serialized) {
  return std::make_unique<Model>(serialized);
}

std::string train(const std::vector<std::string>& all,
                  const std::vector<std::pair<std::string, std::string>>& arguments) {
  Sentences sentences(all);
  std::string serialized;
  const auto status = sentencepiece::SentencePieceTrainer::Train(
      std::unordered_map<std::string, std::string>(arguments.begin(), arguments.end()), &sentences,
      &serialized);
  require(status.ok(), "expected SentencePiece to learn from the text, got: {}", status.ToString());
  return serialized;
}

}  // namespace
}  // namespace akin::tokens

extern "C" {
extern const akin::tokens::SentencePiece akin_sentencepiece;
const akin::tokens::SentencePiece akin_sentencepiece = {akin::tokens::load, akin::tokens::train};
}
