#include "serve/request_body.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include <fmt/format.h>

#include "akin/base/require.h"
#include "akin/base/utf8.h"
#include "akin/io/base64.h"

namespace akin::app {
namespace {

/// Beyond it, values are left out: no field is as deep, and each level takes memory.
constexpr int max_depth = 32;

[[noreturn]] void reject(const std::string& name, const std::string& expected) {
  throw HttpError(400, fmt::format("[{}] expected {}", name, expected));
}

std::int64_t whole(const nlohmann::json& value, const std::string& name, WholeRange range) {
  const bool fits = value.is_number_integer() &&
                    (!value.is_number_unsigned() ||
                     value.get<std::uint64_t>() <=
                         static_cast<std::uint64_t>(std::max<std::int64_t>(range.high, 0)));
  if (!fits || value.get<std::int64_t>() < range.low || value.get<std::int64_t>() > range.high) {
    reject(name, fmt::format("a whole number from {} to {}", range.low, range.high));
  }
  return value.get<std::int64_t>();
}

std::vector<std::uint8_t> decoded(const nlohmann::json& value, const std::string& name,
                                  std::int64_t count) {
  const std::string expected = fmt::format("{} bytes in base64", count);
  if (!value.is_string()) {
    reject(name, expected);
  }
  try {
    const std::string raw = io::from_base64(value.get_ref<const std::string&>(), name);
    if (std::ssize(raw) == count) {
      return {raw.begin(), raw.end()};
    }
  } catch (const std::exception&) {
    reject(name, expected);
  }
  reject(name, expected);
}

}  // namespace

RequestBody::RequestBody(const std::string& text, Visitor visitor)
    : json_(nlohmann::json::parse(
          text,
          [](int depth, nlohmann::json::parse_event_t, const nlohmann::json&) {
            return depth <= max_depth;
          },
          false)),
      visitor_(std::move(visitor)) {
  if (!json_.is_object()) {
    throw HttpError(400, "[request] expected a JSON object");
  }
}

const nlohmann::json* RequestBody::find(const std::string& name) const {
  const auto found = json_.find(name);
  return found == json_.end() ? nullptr : &*found;
}

std::int64_t RequestBody::integer(const std::string& name, WholeRange range,
                                  std::int64_t fallback) const {
  const auto* value = find(name);
  if (value == nullptr) {
    return fallback;
  }
  return whole(*value, name, range);
}

double RequestBody::number(const std::string& name, RealRange range, double fallback) const {
  const auto* value = find(name);
  if (value == nullptr) {
    return fallback;
  }
  if (!value->is_number() || !(value->get<double>() >= range.low) ||
      !(value->get<double>() <= range.high)) {
    reject(name, fmt::format("a number from {} to {}", range.low, range.high));
  }
  return value->get<double>();
}

bool RequestBody::boolean(const std::string& name, bool fallback) const {
  const auto* value = find(name);
  if (value != nullptr && !value->is_boolean()) {
    reject(name, "true or false");
  }
  return value == nullptr ? fallback : value->get<bool>();
}

std::string RequestBody::string(const std::string& name, std::size_t max_bytes) const {
  const auto* value = find(name);
  if (value == nullptr) {
    return "";
  }
  if (!value->is_string() || value->get_ref<const std::string&>().size() > max_bytes) {
    reject(name, fmt::format("a text of at most {} bytes", max_bytes));
  }
  return value->get<std::string>();
}

std::vector<float> RequestBody::numbers(const std::string& name, std::int64_t count,
                                        double limit) const {
  const auto* value = find(name);
  std::vector<float> values(static_cast<std::size_t>(count));
  if (value == nullptr) {
    return values;
  }
  if (!value->is_array() || std::ssize(*value) != count) {
    reject(name, fmt::format("{} numbers", count));
  }
  for (std::size_t i = 0; i < values.size(); ++i) {
    const auto& item = (*value)[i];
    if (!item.is_number() || !(std::abs(item.get<double>()) <= limit)) {
      reject(name, fmt::format("numbers from {} to {}", -limit, limit));
    }
    values[i] = item.get<float>();
  }
  return values;
}

nlohmann::json RequestBody::object(const std::string& name, std::size_t max_bytes) const {
  const auto* value = find(name);
  if (value == nullptr) {
    return nlohmann::json::object();
  }
  if (!value->is_object() ||
      value->dump(-1, ' ', false, nlohmann::json::error_handler_t::replace).size() > max_bytes) {
    reject(name, fmt::format("an object of at most {} bytes", max_bytes));
  }
  return *value;
}

std::vector<std::int64_t> RequestBody::integers(const std::string& name, WholeRange range,
                                                std::int64_t max_count) const {
  const auto* value = find(name);
  std::vector<std::int64_t> values;
  if (value == nullptr) {
    return values;
  }
  if (!value->is_array() || std::ssize(*value) > max_count) {
    reject(name, fmt::format("at most {} whole numbers", max_count));
  }
  for (const auto& item : *value) {
    values.push_back(whole(item, name, range));
  }
  return values;
}

std::vector<std::uint8_t> RequestBody::byte_list(const std::string& name, std::int64_t count,
                                                 std::int64_t max_items) const {
  const auto* value = find(name);
  if (value == nullptr || !value->is_array() || value->empty() || std::ssize(*value) > max_items) {
    reject(name, fmt::format("1 to {} times {} bytes in base64", max_items, count));
  }
  std::vector<std::uint8_t> all;
  for (const auto& item : *value) {
    const std::vector<std::uint8_t> one = decoded(item, name, count);
    all.insert(all.end(), one.begin(), one.end());
  }
  return all;
}

std::vector<std::uint8_t> RequestBody::bytes(const std::string& name, std::int64_t count) const {
  const auto* value = find(name);
  return decoded(value == nullptr ? nlohmann::json() : *value, name, count);
}

}  // namespace akin::app
