#pragma once

#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include <nlohmann/json.hpp>

namespace akin::io {

/// The longest JSON that parse_json() accepts, in bytes.
constexpr std::uint64_t longest_json = std::uint64_t{16} << 20U;

/// Parses untrusted JSON, in time and memory proportional to its length. Errors start with
/// [`name`]: invalid JSON (with line and column), more than longest_json bytes, nesting deeper than
/// 64, duplicate keys.
nlohmann::json parse_json(std::string_view text, const std::string& name);
/// The same with the keys in the order of the text. Error as well: more than 256 keys in an object,
/// which nlohmann's ordered objects search one by one.
nlohmann::ordered_json parse_ordered_json(std::string_view text, const std::string& name);

/// The number at `key`, or `fallback` where there is none, or something else.
double number_or(const nlohmann::ordered_json& object, const std::string& key, double fallback);

/// Reads an object key by key, with precise error messages:
///
///     JsonReader config(parse_json(text, "config.json"), "config.json");
///     JsonReader training = config.child("training");
///     const auto steps = training.get<std::int64_t>("steps");
///     training.finish();
///     config.finish();
///
///     [config.json] expected 'training.steps' to be a whole number, got "many"
///
/// T is bool, std::int64_t, std::uint64_t (exact and in range: 5.0 is rejected), double
/// (finite), std::string, std::vector<std::int64_t> or std::vector<std::string>.
class JsonReader {
 public:
  /// Error if `json` is not an object.
  JsonReader(nlohmann::json json, std::string name);

  [[nodiscard]] bool has(const std::string& key) const { return json_.contains(key); }
  [[nodiscard]] bool has_list(const std::string& key) const {
    return has(key) && json_.at(key).is_array();
  }

  /// Error if the key is missing or its value is not a T.
  template <class T>
  T get(const std::string& key);

  /// The object at `key`, which has its own finish(). Error if there is none.
  JsonReader child(const std::string& key);

  /// Error if the object has a key that was never read.
  void finish() const;

 private:
  JsonReader(nlohmann::json json, std::string name, std::string prefix);
  const nlohmann::json& at(const std::string& key);

  nlohmann::json json_;
  std::string name_;
  std::string prefix_;  ///< "training." for the child `training`
  std::set<std::string> seen_;
};

}  // namespace akin::io
