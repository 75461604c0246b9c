#include "serve/chapters.h"

#include <algorithm>

namespace akin::app {

using nlohmann::json;

namespace {

using Names = std::vector<std::string>;

struct Chapter {
  const char* id;
  Names roles;
};

const std::vector<Chapter>& all_chapters() {
  static const std::vector<Chapter> all = {
      {"data", {"gan"}},
      {"gan", {"gan"}},
      {"vae", {"vae", "vae-2d"}},
      {"transformer", {"text-en", "text-ko", "image-transformer"}},
      {"prompt", {"gan", "text-en", "text-ko", "image-transformer"}},
      {"novelty", {"gan", "vae", "text-en", "text-ko", "image-transformer"}},
      {"amount", {"vae", "few-10", "few-100", "few-1000"}},
      {"faults",
       {"gan", "tales", "text-ko", "biased", "biased-text", "memorising", "memorising-text",
        "mode-collapse", "posterior-collapse"}},
      {"vote", {"gan"}}};
  return all;
}

bool contains(const Names& names, const std::string& name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

}  // namespace

json chapters(const Names& roles, const Names& to_train) {
  json all = json::array();
  for (const Chapter& chapter : all_chapters()) {
    json models = json::array();
    const bool any = std::string(chapter.id) == "data";  // every model has data
    for (std::size_t i = 0; i < roles.size(); ++i) {
      if (!roles[i].empty() && (any || contains(chapter.roles, roles[i]))) {
        models.push_back(i);
      }
    }
    const bool complete = std::none_of(to_train.begin(), to_train.end(), [&](const auto& role) {
      return contains(chapter.roles, role);
    });
    all.push_back({{"id", chapter.id}, {"ready", complete && !models.empty()}, {"models", models}});
  }
  return all;
}

}  // namespace akin::app
