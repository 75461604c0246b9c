#include "akin/experiment/dataset.h"

#include <algorithm>
#include <utility>

#include "akin/base/require.h"
#include "akin/data/catalogue.h"
#include "akin/data/text_origin.h"

namespace akin {
namespace {

data::TextRequest text_request(const DataSettings& data, const TextTokenization& tokenization) {
  require<UsageError>(data.skew.empty(), "[--skew] expected images, got text ('{}')", data.shown());
  const data::ImageOptions& images = data.images;
  require<UsageError>(images.size.empty() && !images.grey && !images.invert && !images.transpose,
                      "[--{}] expected images, got text ('{}')",
                      !images.size.empty() ? "size"
                      : images.grey        ? "grey"
                      : images.invert      ? "invert"
                                           : "transpose",
                      data.shown());
  require<UsageError>(data.pixels == "grey", "[--pixels] expected images, got text ('{}')",
                      data.shown());
  return {data.data,
          data.text_column,
          data.holdout,
          data.limit,
          tokenization.tokenizer,
          tokenization.vocabulary_size,
          tokenization.documents};
}

}  // namespace

std::string Dataset::size() const {
  if (images) {
    return fmt::format("{} images", images->train.size());
  }
  return fmt::format("{} tokens of text", text->train.size());
}

DataSpec Dataset::data_spec() const {
  if (text) {
    return {{0, 0, 0}, text->tokenizer, text->documents};
  }
  const data::Images& train = images->train;
  return {{train.classes(), train.height(), train.width(), train.channels()}};
}

void note_data(Recipe& recipe, const Dataset& data) {
  const DataSpec data_spec = data.data_spec();
  for (std::string& one : recipe.data.data) {
    if (const auto path = data::path_of(one); !path.empty()) {
      one = path.string();  // so that the run can be used from other folders
    }
  }
  recipe.data_sha256 = data.sha256();
  recipe.image = data_spec.image;
  if (data.images) {
    recipe.class_names = data.images->train.class_names();
    recipe.parts = {data.images->split, data.images->train.size(), data.images->validation.size(),
                    data.images->test.size()};
  }
  recipe.documents = data_spec.documents;
}

Dataset load_dataset(const Recipe& recipe, const data::LoadOptions& options,
                     std::shared_ptr<const tokens::Tokenizer> tokenizer) {
  require<UsageError>(!recipe.data.data.empty(),
                      "[data] expected a run that says what it was trained on, got imported "
                      "weights; import them with --data");
  Dataset dataset;
  const bool reads_text = recipe.family->reads_text();
  const std::string& column = recipe.data.text_column;
  const auto text =
      std::count_if(recipe.data.data.begin(), recipe.data.data.end(), [&](const std::string& name) {
        return reads_text ? data::may_be_text(name, column) : data::is_text(name, column);
      });
  require<UsageError>(text == 0 || text == std::ssize(recipe.data.data),
                      "[--data] expected either texts or images, got both: {}",
                      recipe.data.shown());
  if (text > 0) {
    require<UsageError>(reads_text,
                        "[{}] expected images, got text ('{}'); use akin train transformer",
                        recipe.family->name(), recipe.data.shown());
    dataset.text = data::load_text(text_request(recipe.data, recipe.family->text_tokenization()),
                                   options.download, std::move(tokenizer));
  } else {
    require<UsageError>(column.empty(), "[--text-column] expected text, got images ('{}')",
                        recipe.data.shown());
    recipe.family->check_pixels(recipe.data.pixels == "binary");
    dataset.images = data::load_images(image_request(recipe), options);
  }
  return dataset;
}

}  // namespace akin
