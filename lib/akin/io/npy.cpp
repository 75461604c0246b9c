#include "akin/io/npy.h"

#include <charconv>
#include <optional>
#include <string_view>

#include <fmt/ranges.h>

#include "akin/base/require.h"
#include "akin/io/file_kind.h"

namespace akin::io {
namespace {

using namespace std::string_view_literals;

constexpr auto npy_magic = "\x93NUMPY"sv;
constexpr std::uint64_t longest_npy_header = std::uint64_t{1} << 20U;

std::string_view without_blanks(std::string_view text) {
  const auto first = text.find_first_not_of(" \n\t");
  return first == std::string_view::npos
             ? ""
             : text.substr(first, text.find_last_not_of(" \n\t") - first + 1);
}

/// What follows 'key': in a dictionary literal of Python; empty if it lacks the key.
std::string_view value_of(std::string_view header, std::string_view key) {
  for (const char quote : {'\'', '"'}) {
    const auto at = header.find(fmt::format("{}{}{}", quote, key, quote));
    if (at != std::string_view::npos) {
      const std::string_view rest = without_blanks(header.substr(at + key.size() + 2));
      return rest.starts_with(':') ? without_blanks(rest.substr(1)) : "";
    }
  }
  return "";
}

/// The text within quotes, or from an opening to a closing bracket; empty if it has none.
std::string_view between(std::string_view text, std::string_view opening, char closing) {
  if (text.empty() || opening.find(text.front()) == std::string_view::npos) {
    return "";
  }
  const auto end = text.find(closing == '\0' ? text.front() : closing, 1);
  return end == std::string_view::npos ? "" : text.substr(1, end - 1);
}

std::optional<Number> npy_number(std::string_view code) {
  struct Type {
    std::string_view code;
    Number number;
  };
  constexpr std::array types = {
      Type{"b1", Number::u8},  Type{"u1", Number::u8},  Type{"i1", Number::i8},
      Type{"u2", Number::u16}, Type{"i2", Number::i16}, Type{"u4", Number::u32},
      Type{"i4", Number::i32}, Type{"u8", Number::u64}, Type{"i8", Number::i64},
      Type{"f2", Number::f16}, Type{"f4", Number::f32}, Type{"f8", Number::f64}};
  const auto* type =
      std::find_if(types.begin(), types.end(), [&](const Type& t) { return t.code == code; });
  return type == types.end() ? std::nullopt : std::optional(type->number);
}

std::vector<std::int64_t> shape_of(std::string_view header, const std::string& name) {
  std::vector<std::int64_t> shape;
  const std::string_view value = value_of(header, "shape");
  const std::string_view tuple = between(value, "(", ')');
  bool valid = value.starts_with("(") && value.find(')') != std::string_view::npos;
  for (std::string_view rest = tuple; valid && !rest.empty();) {
    const std::string_view item = without_blanks(rest.substr(0, rest.find(',')));
    rest.remove_prefix(std::min(rest.find(','), rest.size() - 1) + 1);
    std::int64_t size = 0;
    const auto [end, error] = std::from_chars(item.data(), item.data() + item.size(), size);
    valid =
        (error == std::errc() && size >= 0 && (end == item.data() + item.size() || *end == 'L')) ||
        (item.empty() && without_blanks(rest).empty());
    if (valid && !item.empty()) {
      shape.push_back(size);
    }
  }
  require(valid && shape.size() <= 64, "[{}] expected a shape in NumPy's header, got '{}'", name,
          header.substr(0, 200));
  return shape;
}

/// The array without its values.
Array parse_npy_header(std::string_view header, const std::string& name) {
  const std::string_view code = between(value_of(header, "descr"), "'\"", '\0');
  require(code != "|O",
          "[{}] expected an array of numbers, got Python objects, which only Python can read; save "
          "it as numbers: numpy.save(file, numpy.stack(array).astype('uint8'))",
          name);
  const auto number = code.size() == 3 && "<>|="sv.find(code.front()) != std::string_view::npos
                          ? npy_number(code.substr(1))
                          : std::nullopt;
  require(number.has_value(),
          "[{}] expected an array of numbers (b1, u1 to u8, i1 to i8, f2 to f8), got type '{}'",
          name, code.empty() ? without_blanks(header.substr(0, 200)) : code);
  Array array;
  array.number = *number;
  array.big_endian = code.front() == '>';
  array.shape = shape_of(header, name);
  const std::string_view fortran = value_of(header, "fortran_order");
  require(fortran.starts_with("False") || (fortran.starts_with("True") && array.shape.size() < 2),
          "[{}] expected rows in order, got an array in column-major order; save it by "
          "numpy.save(file, numpy.ascontiguousarray(array))",
          name);
  return array;
}

}  // namespace

bool is_npy(std::span<const std::uint8_t> start) {
  return as_text(start).starts_with(npy_magic);
}

Array read_npy(const ReadNext& next, const std::string& name) {
  Bytes start = read_up_to(next, npy_magic.size() + 2);
  require(is_npy(start) && start.size() == npy_magic.size() + 2,
          "[{}] expected an array of NumPy (.npy), got {}", name,
          known_kind(start).value_or("other bytes"));
  const int version = start[npy_magic.size()];
  require(version >= 1 && version <= 3, "[{}] expected version 1 to 3 of .npy, got {}", name,
          version);
  std::uint64_t length = 0;
  const Bytes digits = read_up_to(next, version == 1 ? 2 : 4);
  for (std::size_t i = digits.size(); i-- > 0;) {
    length = length << 8U | digits[i];
  }
  require(length <= longest_npy_header, "[{}] expected a header of at most 1 MiB, got {} bytes",
          name, length);
  const Bytes header = read_up_to(next, length);
  require(header.size() == length && length > 0,
          "[{}] expected a header of {} bytes, got {}; it is cut off", name, length, header.size());
  Array array = parse_npy_header(as_text(header), name);
  const std::uint64_t expected = byte_count(array.shape, array.number);
  array.values = read_up_to(next, expected);
  require(array.values.size() == expected,
          "[{}] expected as many values as its header ({}) says, got {}; it is cut off or damaged",
          name, fmt::join(array.shape, ", "), array.values.size() / size_of(array.number));
  return array;
}

}  // namespace akin::io
