#include "akin/io/settings_json.h"

#include <optional>

namespace akin::io {
namespace {

/// Reads one field from its section.
struct Loader {
  const std::string& name;
  JsonReader& section;

  void operator()(const Field::Whole& field) const {
    *field.value = section.get<std::int64_t>(name);
    require_in_range(name, *field.value, field.range);
  }
  void operator()(const Field::Real& field) const {
    *field.value = section.get<double>(name);
    require_in_range(name, *field.value, field.range);
  }
  void operator()(const Field::Flag& field) const { *field.value = section.get<bool>(name); }
  void operator()(const Field::Text& field) const { *field.value = section.get<std::string>(name); }
  /// A list of one is written as its text.
  void operator()(const Field::Texts& field) const {
    if (section.has_list(name)) {
      *field.value = section.get<std::vector<std::string>>(name);
    } else {
      const auto text = section.get<std::string>(name);
      *field.value = text.empty() ? std::vector<std::string>() : std::vector{text};
    }
  }
  void operator()(const Field::Choice& field) const {
    *field.value = section.get<std::string>(name);
    require_one_of(name, *field.value, field.choices);
  }
};

}  // namespace

void write_settings(const Fields& fields, nlohmann::ordered_json& json) {
  for (const Field& field : fields) {
    auto& section = field.section.empty() ? json : json[field.section];
    const auto* list = std::get_if<Field::Texts>(&field.variable);
    if (list != nullptr && list->value->size() < 2) {
      section[field.name] = field.text();
    } else {
      std::visit([&](const auto& of) { section[field.name] = *of.value; }, field.variable);
    }
  }
}

void read_settings(const Fields& fields, JsonReader& root) {
  std::optional<JsonReader> section;
  std::string open;
  for (const Field& field : fields) {
    if (field.section != open) {
      if (section) {
        section->finish();
      }
      section = root.child(field.section);
      open = field.section;
    }
    std::visit(Loader{field.name, section ? *section : root}, field.variable);
  }
  if (section) {
    section->finish();
  }
}

}  // namespace akin::io
