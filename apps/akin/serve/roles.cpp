#include "serve/roles.h"

#include <algorithm>
#include <filesystem>

#include <fmt/format.h>

#include "akin/base/require.h"
#include "akin/base/utf8.h"
#include "akin/data/catalogue.h"
#include "akin/data/text_files.h"
#include "akin/data/text_statistics.h"
#include "akin/data/text_table.h"
#include "akin/io/file.h"

namespace akin::app {
namespace {

/// A setting of a recipe as a number; 0 if it has none of that name.
double setting(Recipe recipe, const std::string& name) {
  Fields fields;
  describe(fields, recipe);
  const Field* field = fields.find(name);
  return field == nullptr ? 0 : std::strtod(field->text().c_str(), nullptr);
}

std::string role_of_text(const Recipe& recipe) {
  constexpr std::int64_t few_characters = 5000;
  if (recipe.data.limit > 0 && recipe.data.limit <= few_characters) {
    return "memorising-text";
  }
  return recipe.data.shown() == "tales" ? "tales" : "text-" + text_language(recipe);
}

std::string role_of_gan(const Recipe& recipe) {
  constexpr std::int64_t few_images = 100;
  if (!recipe.data.skew.empty()) {
    return "biased";
  }
  if (recipe.data.limit > 0 && recipe.data.limit <= few_images) {
    return "memorising";
  }
  const double discriminator_rate = setting(recipe, "discriminator_lr");
  const bool weak = discriminator_rate > 0 && discriminator_rate < setting(recipe, "lr") / 100;
  return weak ? "mode-collapse" : "gan";
}

std::string role_of_vae(const Recipe& recipe) {
  constexpr double strong_beta = 10;
  if (setting(recipe, "beta") >= strong_beta) {
    return "posterior-collapse";
  }
  for (const std::int64_t few : {10, 100, 1000}) {
    if (recipe.data.limit == few) {
      return fmt::format("few-{}", few);
    }
  }
  return setting(recipe, "latent_dim") == 2 ? "vae-2d" : "vae";
}

}  // namespace

const std::vector<std::string>& roles() {
  static const std::vector<std::string> all = {"gan",
                                               "vae",
                                               "vae-2d",
                                               "text-en",
                                               "text-ko",
                                               "image-transformer",
                                               "few-10",
                                               "few-100",
                                               "few-1000",
                                               "biased",
                                               "biased-text",
                                               "memorising",
                                               "memorising-text",
                                               "tales",
                                               "mode-collapse",
                                               "posterior-collapse"};
  return all;
}

std::string role_of(const std::string& name, const Recipe& recipe) {
  if (std::find(roles().begin(), roles().end(), name) != roles().end()) {
    return name;
  }
  const std::string family = recipe.family->name();
  if (family == "transformer") {
    return recipe.image.height == 0 ? role_of_text(recipe) : "image-transformer";
  }
  return family == "gan" ? role_of_gan(recipe) : family == "vae" ? role_of_vae(recipe) : "";
}

std::string text_language(const Recipe& recipe) {
  if (recipe.image.height > 0) {
    return "";
  }
  if (recipe.data.data.empty()) {
    return "en";
  }
  const std::string& name = recipe.data.data.front();
  if (data::known_entry(name) != nullptr) {
    return name.ends_with("-ko") ? "ko" : "en";
  }
  constexpr std::size_t enough = 4096;
  std::string start;
  try {
    std::error_code ignored;
    if (std::filesystem::is_regular_file(name, ignored) && !data::is_table_name(name)) {
      start = io::as_text(io::read_start(name, enough));
    } else {
      const data::TextFiles files = data::read_text_files(name, recipe.data.text_column);
      files.texts.front().bytes([&](std::string_view some) {
        start += some.substr(0, start.size() < enough ? enough : 0);
      });
    }
  } catch (const Error&) {  // it is no longer there
    start.clear();
  }
  const data::Language language = data::language_of(utf8::replace_invalid(start));
  return language == data::Language::korean ? "ko" : "en";
}

}  // namespace akin::app
