#include "akin/families/transformer/transformer_settings.h"

#include <algorithm>

#include "akin/base/require.h"
#include "akin/families/transformer/text_model.h"
#include "akin/families/transformer/token_image_model.h"

namespace akin {
namespace {

bool reads_text(const std::string& tokenizer) {
  const auto& kinds = tokens::tokenizer_kinds();
  return std::find(kinds.begin(), kinds.end(), tokenizer) != kinds.end();
}

}  // namespace

void describe(Fields& fields, TransformerSettings& settings) {
  describe(fields, settings.shape);
  fields.choice(
      "tokenizer", settings.tokenizer,
      {"auto", "characters", "bytes", "subwords", "binary-2x2", "patch"},
      "how data become tokens; auto: characters of text, or subwords where there are many "
      "different ones, as in Korean; patches of images");
  fields.whole(
      "vocabulary", settings.vocabulary, {0, 65536},
      "number of subwords or patches; 0: 1024 or 512, or with --tokenizer auto room for each "
      "character");
  fields.choice(
      "documents", settings.documents, {"auto", "on", "off"},
      "whether each line of text is a document; auto: as the catalogue says, and rows of tables");
  fields.flag("conditional", settings.conditional, "condition on the class (--label)");
}

std::string tokenizer_of(const TransformerSettings& settings, bool text) {
  if (settings.tokenizer == "auto") {
    return text ? "auto" : "patch";
  }
  require<UsageError>(reads_text(settings.tokenizer) == text,
                      "[--tokenizer] expected one of {} for {}, got {}",
                      text ? "characters, bytes, subwords" : "binary-2x2, patch",
                      text ? "text" : "images", settings.tokenizer);
  return settings.tokenizer;
}

std::int64_t vocabulary_size_of(const TransformerSettings& settings, bool text) {
  if (tokenizer_of(settings, text) == "binary-2x2") {
    return 16;
  }
  return settings.vocabulary > 0 || text ? settings.vocabulary : 512;
}

std::shared_ptr<SequenceModel> make_transformer(const TransformerSettings& settings,
                                                const DataSpec& data, std::uint64_t seed) {
  if (data.is_text()) {
    require<UsageError>(!settings.conditional,
                        "[transformer] expected labelled images for --conditional, got text");
    return std::make_shared<TextModel>(settings.shape, data.tokenizer, data.documents, seed);
  }
  require<UsageError>(
      !settings.conditional || data.image.classes > 1,
      "[transformer] expected labelled data for --conditional, got data without labels");
  ImageShape image = data.image;
  image.classes = settings.conditional ? image.classes : 0;
  return std::make_shared<TokenImageModel>(settings.shape, tokenizer_of(settings, false),
                                           vocabulary_size_of(settings, false), image, seed);
}

}  // namespace akin
