#include "akin/base/settings.h"

#include <algorithm>
#include <charconv>

#include <fmt/ranges.h>

#include "akin/base/require.h"

namespace akin {
namespace {

template <class T>
T parse_number(const std::string& option, const std::string& text, const char* kind) {
  T value{};
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  require<UsageError>(error == std::errc() && end == text.data() + text.size(),
                      "[{}] expected {}, got '{}'", option, kind, text);
  return value;
}

/// Stores a checked text in a field's variable.
struct Setter {
  std::string option;
  const std::string& text;

  void operator()(const Field::Whole& field) const {
    const auto value = parse_number<std::int64_t>(option, text, "a whole number");
    require_in_range(option, value, field.range);
    *field.value = value;
  }
  void operator()(const Field::Real& field) const {
    const auto value = parse_number<double>(option, text, "a number");
    require_in_range(option, value, field.range);
    *field.value = value;
  }
  void operator()(const Field::Flag& field) const {
    require<UsageError>(text == "true" || text == "false", "[{}] expected true or false, got '{}'",
                        option, text);
    *field.value = text == "true";
  }
  void operator()(const Field::Text& field) const { *field.value = text; }
  void operator()(const Field::Texts& field) const {
    field.value->clear();
    for (std::size_t at = 0; at < text.size();) {
      const std::size_t end = std::min(text.find('\n', at), text.size());
      field.value->push_back(text.substr(at, end - at));
      at = end + 1;
    }
  }
  void operator()(const Field::Choice& field) const {
    require_one_of(option, text, field.choices);
    *field.value = text;
  }
};

std::string shown(const std::vector<std::string>& values) {
  return fmt::format("{}", fmt::join(values, "\n"));
}

template <class T>
std::string shown(const T& value) {
  return fmt::format("{}", value);
}

}  // namespace

void require_in_range(const std::string& name, std::int64_t value, WholeRange range) {
  constexpr auto unbounded = std::numeric_limits<std::int64_t>::max();
  const std::string upper =
      range.high == unbounded ? "" : fmt::format(" and at most {}", range.high);
  require<UsageError>(value >= range.low && value <= range.high,
                      "[{}] expected at least {}{}, got {}", name, range.low, upper, value);
}

void require_in_range(const std::string& name, double value, RealRange range) {
  constexpr auto unbounded = std::numeric_limits<double>::max();
  const bool above_low = range.above ? value > range.low : value >= range.low;
  const std::string upper =
      range.high == unbounded ? "" : fmt::format(" and at most {}", range.high);
  require<UsageError>(above_low && value <= range.high, "[{}] expected {} {}{}, got {}", name,
                      range.above ? "more than" : "at least", range.low, upper, value);
}

void require_one_of(const std::string& name, const std::string& value,
                    const std::vector<std::string>& choices) {
  require<UsageError>(std::find(choices.begin(), choices.end(), value) != choices.end(),
                      "[{}] expected one of {}, got '{}'", name, fmt::join(choices, ", "), value);
}

std::string option_name(const std::string& setting) {
  std::string name = "--" + setting;
  std::replace(name.begin() + 2, name.end(), '_', '-');
  return name;
}

std::string Field::text() const {
  return std::visit([](const auto& field) { return shown(*field.value); }, variable);
}

void Field::set(const std::string& text) const {
  require<UsageError>(
      std::holds_alternative<Texts>(variable) || text.find('\n') == std::string::npos,
      "[{}] expected one value, got several", option_name(name));
  std::visit(Setter{option_name(name), text}, variable);
}

void Fields::section(const std::string& name) {
  section_ = name;
}

void Fields::whole(const std::string& name, std::int64_t& value, WholeRange range,
                   const std::string& help) {
  add(name, help, Field::Whole{&value, range});
}

void Fields::real(const std::string& name, double& value, RealRange range,
                  const std::string& help) {
  add(name, help, Field::Real{&value, range});
}

void Fields::flag(const std::string& name, bool& value, const std::string& help) {
  add(name, help, Field::Flag{&value});
}

void Fields::text(const std::string& name, std::string& value, const std::string& help) {
  add(name, help, Field::Text{&value});
}

void Fields::texts(const std::string& name, std::vector<std::string>& value,
                   const std::string& help) {
  add(name, help, Field::Texts{&value});
}

void Fields::choice(const std::string& name, std::string& value, std::vector<std::string> choices,
                    const std::string& help) {
  add(name, help, Field::Choice{&value, std::move(choices)});
}

void Fields::add(const std::string& name, const std::string& help, Field::Variable variable) {
  fields_.push_back({section_, name, help, std::move(variable)});
}

const Field* Fields::find(const std::string& name) const {
  const auto found = std::find_if(fields_.begin(), fields_.end(),
                                  [&](const Field& field) { return field.name == name; });
  return found == fields_.end() ? nullptr : &*found;
}

std::vector<std::string> Fields::names() const {
  std::vector<std::string> names;
  for (const Field& field : fields_) {
    names.push_back(field.name);
  }
  return names;
}

void Fields::set(const Given& given) const {
  for (const Field& field : fields_) {
    if (const auto found = given.find(field.name); found != given.end()) {
      field.set(found->second);
    }
  }
}

}  // namespace akin
