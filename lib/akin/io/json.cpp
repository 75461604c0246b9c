#include "akin/io/json.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "akin/base/require.h"

namespace akin::io {
namespace {

using nlohmann::json;

constexpr int depth_limit = 64;

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

/// Parser callback that rejects deep nesting and duplicate keys, which the grammar allows.
class Guard {
 public:
  explicit Guard(const std::string& name) : name_(name) {}

  bool operator()(int depth, json::parse_event_t event, const json& parsed) {
    const bool opens =
        event == json::parse_event_t::object_start || event == json::parse_event_t::array_start;
    require(!opens || depth < depth_limit, "[{}] expected JSON nested at most {} deep, got more",
            name_, depth_limit);
    if (event == json::parse_event_t::object_start) {
      keys_.emplace_back();
    } else if (event == json::parse_event_t::object_end) {
      keys_.pop_back();
    } else if (event == json::parse_event_t::key) {
      require(keys_.back().insert(parsed.get<std::string>()).second,
              "[{}] expected every key once, got {} twice", name_, excerpt(parsed));
    }
    return true;
  }

 private:
  const std::string& name_;
  std::vector<std::set<std::string>> keys_;  ///< of the enclosing objects
};

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

json parse_json(std::string_view text, const std::string& name, std::uint64_t limit) {
  require(text.size() <= limit, "[{}] expected at most {} bytes of JSON, got {}", name, limit,
          text.size());
  Guard guard(name);
  try {
    return json::parse(text, [&](int depth, json::parse_event_t event, const json& parsed) {
      return guard(depth, event, parsed);
    });
  } catch (const json::exception& error) {
    fail("[{}] expected JSON, got a {}", name, reason(error));
  }
}

JsonReader::JsonReader(json json, std::string name)
    : JsonReader(std::move(json), std::move(name), "") {}

JsonReader::JsonReader(json json, std::string name, std::string prefix)
    : json_(std::move(json)), name_(std::move(name)), prefix_(std::move(prefix)) {
  const std::string who =
      prefix_.empty() ? "" : fmt::format("'{}' to be ", prefix_.substr(0, prefix_.size() - 1));
  require(json_.is_object(), "[{}] expected {}a JSON object, got {}", name_, who, excerpt(json_));
}

const json& JsonReader::at(const std::string& key) {
  require(has(key), "[{}] expected '{}{}', got no such key", name_, prefix_, key);
  seen_.insert(key);
  return json_.at(key);
}

template <class T>
T JsonReader::get(const std::string& key) {
  const json& value = at(key);
  require(Expected<T>::matches(value), "[{}] expected '{}{}' to be {}, got {}", name_, prefix_, key,
          Expected<T>::what, excerpt(value));
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
    require(seen_.contains(item.key()),
            "[{}] expected no key {}, got one; remove it or mend its spelling", name_,
            quoted(prefix_ + item.key()));
  }
}

}  // namespace akin::io
