#include "akin/io/json.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "akin/base/require.h"
#include "akin/io/file_kind.h"

namespace akin::io {
namespace {

using nlohmann::json;

constexpr std::size_t depth_limit = 64;

/// Shortens "[json.exception.parse_error.101] parse error at line 1, column 2: ...; last read:
/// '...'" to "parse error at line 1, column 2: ...", since the last token may be long or binary.
std::string reason(const nlohmann::json::exception& error) {
  constexpr std::size_t longest = 160;
  const std::string_view text = error.what();
  const std::size_t begin = text.find("] ");
  const std::string_view tail = text.substr(begin == std::string_view::npos ? 0 : begin + 2);
  return std::string(tail.substr(0, std::min(tail.find("; last read"), longest)));
}

std::string cut(const std::string& text) {
  constexpr std::size_t longest = 60;
  return text.size() <= longest ? text : text.substr(0, longest) + "...";
}

std::string dumped(const json& value) {
  constexpr bool ascii = true;  // may be cut at any byte
  return value.dump(-1, ' ', ascii, json::error_handler_t::replace);
}

std::string excerpt(const json& value) {
  return cut(dumped(value));
}

/// The key as written in the file, in single quotes.
std::string quoted(const std::string& key) {
  const std::string text = dumped(key);
  return fmt::format("'{}'", cut(text.substr(1, text.size() - 2)));
}

/// Checks JSON while it is read, without keeping it: the grammar, and what the grammar allows but
/// akin does not. (nlohmann's parser can call a function for each value, but then takes time
/// quadratic in their number.)
class Guard final : public nlohmann::json_sax<json> {
 public:
  Guard(const std::string& name, std::size_t most_keys) : name_(name), most_keys_(most_keys) {}

  bool null() override { return true; }
  bool boolean(bool /*value*/) override { return true; }
  bool number_integer(json::number_integer_t /*value*/) override { return true; }
  bool number_unsigned(json::number_unsigned_t /*value*/) override { return true; }
  bool number_float(json::number_float_t /*value*/, const std::string& /*text*/) override {
    return true;
  }
  bool string(std::string& /*value*/) override { return true; }
  bool binary(json::binary_t& /*value*/) override { return true; }
  bool start_object(std::size_t /*size*/) override { return open(); }
  bool start_array(std::size_t /*size*/) override { return open(); }
  bool end_object() override { return close(); }
  bool end_array() override { return close(); }

  bool key(std::string& key) override {
    auto& keys = keys_.back();
    require(keys.insert(key).second, "[{}] expected every key once, got {} twice", name_,
            excerpt(key));
    require(keys.size() <= most_keys_, "[{}] expected at most {} keys in an object, got more",
            name_, most_keys_);
    return true;
  }

  bool parse_error(std::size_t /*position*/, const std::string& /*token*/,
                   const json::exception& error) override {
    fail("[{}] expected JSON, got a {}", name_, reason(error));
  }

 private:
  bool open() {
    require(keys_.size() < depth_limit, "[{}] expected JSON nested at most {} deep, got more",
            name_, depth_limit);
    keys_.emplace_back();
    return true;
  }
  bool close() {
    keys_.pop_back();
    return true;
  }

  const std::string& name_;
  std::size_t most_keys_;
  std::vector<std::set<std::string>> keys_;  ///< of the enclosing objects; none of arrays
};

template <class Json>
Json parsed(std::string_view text, const std::string& name, std::size_t most_keys) {
  require(text.size() <= longest_json, "[{}] expected at most {} bytes of JSON, got {}", name,
          longest_json, text.size());
  const auto start = std::span(reinterpret_cast<const std::uint8_t*>(text.data()), text.size());
  if (const auto kind = known_kind(start)) {
    fail("[{}] expected JSON, got {}", name, *kind);
  }
  Guard guard(name, most_keys);
  json::sax_parse(text, &guard);
  return Json::parse(text);
}

template <class T>
struct Expected;

template <>
struct Expected<bool> {
  static constexpr auto what = "true or false";
  static bool matches(const json& value) { return value.is_boolean(); }
};

template <>
struct Expected<std::int64_t> {
  static constexpr auto what = "a whole number";
  static bool matches(const json& value) {
    constexpr std::uint64_t largest = std::numeric_limits<std::int64_t>::max();
    return value.is_number_unsigned() ? value.get<std::uint64_t>() <= largest
                                      : value.is_number_integer();
  }
};

template <>
struct Expected<std::uint64_t> {
  static constexpr auto what = "a whole number of at least 0";
  static bool matches(const json& value) {
    return value.is_number_unsigned() ||
           (value.is_number_integer() && value.get<std::int64_t>() >= 0);
  }
};

template <>
struct Expected<double> {
  static constexpr auto what = "a finite number";
  static bool matches(const json& value) {
    return value.is_number() && std::isfinite(value.get<double>());
  }
};

template <>
struct Expected<std::string> {
  static constexpr auto what = "a text";
  static bool matches(const json& value) { return value.is_string(); }
};

template <class T>
bool is_list_of(const json& value) {
  return value.is_array() && std::all_of(value.begin(), value.end(), Expected<T>::matches);
}

template <>
struct Expected<std::vector<std::int64_t>> {
  static constexpr auto what = "a list of whole numbers";
  static bool matches(const json& value) { return is_list_of<std::int64_t>(value); }
};

template <>
struct Expected<std::vector<std::string>> {
  static constexpr auto what = "a list of texts";
  static bool matches(const json& value) { return is_list_of<std::string>(value); }
};

}  // namespace

json parse_json(std::string_view text, const std::string& name) {
  return parsed<json>(text, name, std::numeric_limits<std::size_t>::max());
}

nlohmann::ordered_json parse_ordered_json(std::string_view text, const std::string& name) {
  constexpr std::size_t most_keys = 256;
  return parsed<nlohmann::ordered_json>(text, name, most_keys);
}

double number_or(const nlohmann::ordered_json& object, const std::string& key, double fallback) {
  const auto found = object.find(key);
  return found != object.end() && found->is_number() ? found->get<double>() : fallback;
}

JsonReader::JsonReader(json json, std::string name)
    : JsonReader(std::move(json), std::move(name), "") {}

JsonReader::JsonReader(json json, std::string name, std::string prefix)
    : json_(std::move(json)), name_(std::move(name)), prefix_(std::move(prefix)) {
  if (!json_.is_object()) {
    const std::string who =
        prefix_.empty() ? "" : fmt::format("'{}' to be ", prefix_.substr(0, prefix_.size() - 1));
    fail("[{}] expected {}a JSON object, got {}", name_, who, excerpt(json_));
  }
}

const json& JsonReader::at(const std::string& key) {
  require(has(key), "[{}] expected '{}{}', got no such key", name_, prefix_, key);
  seen_.insert(key);
  return json_.at(key);
}

template <class T>
T JsonReader::get(const std::string& key) {
  const json& value = at(key);
  if (!Expected<T>::matches(value)) {
    fail("[{}] expected '{}{}' to be {}, got {}", name_, prefix_, key, Expected<T>::what,
         excerpt(value));
  }
  return value.get<T>();
}

template bool JsonReader::get<bool>(const std::string&);
template std::int64_t JsonReader::get<std::int64_t>(const std::string&);
template std::uint64_t JsonReader::get<std::uint64_t>(const std::string&);
template double JsonReader::get<double>(const std::string&);
template std::string JsonReader::get<std::string>(const std::string&);
template std::vector<std::int64_t> JsonReader::get<std::vector<std::int64_t>>(const std::string&);
template std::vector<std::string> JsonReader::get<std::vector<std::string>>(const std::string&);

JsonReader JsonReader::child(const std::string& key) {
  return {at(key), name_, prefix_ + key + "."};
}

void JsonReader::finish() const {
  for (const auto& item : json_.items()) {
    if (!seen_.contains(item.key())) {
      fail("[{}] expected no key {}, got one; remove it or mend its spelling", name_,
           quoted(prefix_ + item.key()));
    }
  }
}

}  // namespace akin::io
