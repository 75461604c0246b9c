#include "akin/experiment/family.h"

#include <algorithm>

#include "akin/base/suggest.h"

namespace akin {
namespace {

/// The item of that name, or a UsageError that lists all names.
template <class Item>
const Item& find_named(const std::vector<Item>& items, const std::string& kind,
                       const std::string& name) {
  std::vector<std::string> names;
  for (const Item& item : items) {
    if (item.name == name) {
      return item;
    }
    names.push_back(item.name);
  }
  fail_unknown(kind, name, names);
}

}  // namespace

Preset make_preset(const std::string& name, const std::string& description, Recipe recipe,
                   bool reference) {
  recipe.preset = name;
  return {name, description, std::move(recipe), reference};
}

const Family& find_family(const std::string& name) {
  return find_named(families(), "family", name);
}

const Preset& find_preset(const Family& family, const std::string& name) {
  return find_named(family.presets, "preset", name);
}

const Preset& reference_preset(const Family& family) {
  const auto found = std::find_if(family.presets.begin(), family.presets.end(),
                                  [](const Preset& preset) { return preset.reference; });
  return found == family.presets.end() ? family.presets.front() : *found;
}

Recipe preset_recipe(const std::string& family, const std::string& preset) {
  return find_preset(find_family(family), preset).recipe;
}

std::vector<std::string> family_names() {
  std::vector<std::string> names;
  for (const Family& family : families()) {
    names.push_back(family.name);
  }
  return names;
}

}  // namespace akin
