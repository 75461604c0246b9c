#include "serve/body.h"

#include <cmath>

#include <fmt/format.h>

#include "akin/base/require.h"
#include "akin/base/utf8.h"
#include "akin/io/base64.h"

namespace akin::app {
namespace {

[[noreturn]] void refuse(const std::string& name, const std::string& expected) {
  throw Refusal(400, fmt::format("[{}] expected {}", name, expected));
}

}  // namespace

Body::Body(const std::string& text) : json_(nlohmann::json::parse(text, nullptr, false)) {
  if (!json_.is_object()) {
    throw Refusal(400, "[request] expected a JSON object");
  }
}

const nlohmann::json* Body::find(const std::string& name) const {
  const auto found = json_.find(name);
  return found == json_.end() ? nullptr : &*found;
}

std::int64_t Body::whole(const std::string& name, WholeRange range, std::int64_t otherwise) const {
  const auto* value = find(name);
  if (value == nullptr) {
    return otherwise;
  }
  const bool small = value->is_number_integer() &&
                     (!value->is_number_unsigned() ||
                      value->get<std::uint64_t>() <= static_cast<std::uint64_t>(range.high));
  if (!small || value->get<std::int64_t>() < range.low || value->get<std::int64_t>() > range.high) {
    refuse(name, fmt::format("a whole number from {} to {}", range.low, range.high));
  }
  return value->get<std::int64_t>();
}

double Body::real(const std::string& name, RealRange range, double otherwise) const {
  const auto* value = find(name);
  if (value == nullptr) {
    return otherwise;
  }
  if (!value->is_number() || !(value->get<double>() >= range.low) ||
      !(value->get<double>() <= range.high)) {
    refuse(name, fmt::format("a number from {} to {}", range.low, range.high));
  }
  return value->get<double>();
}

bool Body::flag(const std::string& name, bool otherwise) const {
  const auto* value = find(name);
  if (value != nullptr && !value->is_boolean()) {
    refuse(name, "true or false");
  }
  return value == nullptr ? otherwise : value->get<bool>();
}

std::string Body::text(const std::string& name, std::size_t most_bytes) const {
  const auto* value = find(name);
  if (value == nullptr) {
    return "";
  }
  if (!value->is_string() || value->get_ref<const std::string&>().size() > most_bytes) {
    refuse(name, fmt::format("a text of at most {} bytes", most_bytes));
  }
  return value->get<std::string>();
}

std::vector<float> Body::reals(const std::string& name, std::int64_t count, double limit) const {
  const auto* value = find(name);
  std::vector<float> numbers(static_cast<std::size_t>(count));
  if (value == nullptr) {
    return numbers;
  }
  if (!value->is_array() || std::ssize(*value) != count) {
    refuse(name, fmt::format("{} numbers", count));
  }
  for (std::size_t i = 0; i < numbers.size(); ++i) {
    const auto& number = (*value)[i];
    if (!number.is_number() || !(std::abs(number.get<double>()) <= limit)) {
      refuse(name, fmt::format("numbers from {} to {}", -limit, limit));
    }
    numbers[i] = number.get<float>();
  }
  return numbers;
}

std::vector<std::uint8_t> Body::bytes(const std::string& name, std::int64_t count) const {
  const std::string expected = fmt::format("{} bytes in base64", count);
  const auto* value = find(name);
  if (value == nullptr || !value->is_string()) {
    refuse(name, expected);
  }
  try {
    const std::string raw = io::from_base64(value->get_ref<const std::string&>(), name);
    if (std::ssize(raw) == count) {
      return {raw.begin(), raw.end()};
    }
  } catch (const std::exception&) {
    refuse(name, expected);
  }
  refuse(name, expected);
}

}  // namespace akin::app
