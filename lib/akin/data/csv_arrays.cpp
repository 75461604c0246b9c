#include "akin/data/csv_arrays.h"

#include <algorithm>
#include <array>
#include <bit>
#include <charconv>
#include <cmath>
#include <optional>
#include <unordered_set>

#include <fmt/ranges.h>

#include "akin/base/require.h"
#include "akin/base/utf8.h"
#include "akin/data/array_names.h"
#include "akin/io/archive.h"
#include "akin/io/csv.h"

namespace akin::data {
namespace {

namespace fs = std::filesystem;

// ---- cells ----

std::optional<double> parse_number(std::string_view text) {
  text.remove_prefix(text.starts_with('+') ? 1 : 0);
  double value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  return error == std::errc() && end == text.data() + text.size() ? std::optional(value)
                                                                  : std::nullopt;
}

/// Calls take(word) for what stands between blanks.
template <class Take>
void each_word(std::string_view text, Take take) {
  for (;;) {
    const auto begin = text.find_first_not_of(' ');
    if (begin == std::string_view::npos) {
      return;
    }
    text.remove_prefix(begin);
    const std::string_view word = text.substr(0, text.find(' '));
    take(word);
    text.remove_prefix(word.size());
  }
}

/// The size of an image whose pixels are one cell: "70 80 82 ...".
std::optional<ImageSize> list_size(std::string_view cell) {
  std::int64_t count = 0;
  bool numbers = true;
  each_word(cell, [&](std::string_view word) {
    ++count;
    numbers = numbers && parse_number(word).has_value();
  });
  ImageSize size;
  return numbers && is_flat_image(count, size) ? std::optional(size) : std::nullopt;
}

/// Numbers that are appended one by one: bytes as long as all are.
class Numbers {
 public:
  void add(double value) {
    if (array_.number == io::Number::u8) {
      if (value >= 0 && value <= 255 && value == std::trunc(value)) {
        array_.values.push_back(static_cast<std::uint8_t>(value));
        return;
      }
      to_floats();
    }
    add_float(static_cast<float>(value));
  }

  /// Takes out column `column` of rows of `width` numbers.
  void drop_column(std::size_t column, std::size_t width) {
    const std::size_t size = io::size_of(array_.number);
    std::size_t kept = 0;
    for (std::size_t i = 0; i < array_.values.size(); ++i) {
      if (i / size % width != column) {
        array_.values[kept++] = array_.values[i];
      }
    }
    array_.values.resize(kept);
  }

  io::Array take(std::int64_t width) {
    const auto count = array_.values.size() / io::size_of(array_.number);
    array_.shape = {static_cast<std::int64_t>(count) / width, width};
    return std::move(array_);
  }

 private:
  void add_float(float value) {
    const auto bytes = std::bit_cast<std::array<std::uint8_t, sizeof(float)>>(value);
    array_.values.insert(array_.values.end(), bytes.begin(), bytes.end());
  }

  void to_floats() {
    const io::Bytes bytes = std::exchange(array_.values, {});
    array_.number = io::Number::f32;
    array_.big_endian = std::endian::native == std::endian::big;
    for (const std::uint8_t byte : bytes) {
      add_float(byte);
    }
  }

  io::Array array_;
};

// ---- the columns ----

constexpr std::array label_names = {"label",   "labels",   "class",    "classes", "target",
                                    "targets", "y",        "digit",    "digits",  "species",
                                    "emotion", "category", "class_id", "letter",  "character"};
constexpr std::array index_names = {"", "id", "index", "unnamed: 0"};

template <std::size_t count>
bool is_one_of(const std::array<const char*, count>& names, std::string_view name) {
  return std::find(names.begin(), names.end(), utf8::lower_case(name)) != names.end();
}

/// What the columns of a table are.
struct Columns {
  std::int64_t count = 0;
  std::vector<std::string> header;  ///< empty without one
  std::int64_t label = -1;
  bool label_by_value = false;       ///< the first or the last of `pixels`
  std::int64_t usage = -1;           ///< names the part
  std::int64_t list = -1;            ///< has all pixels
  std::vector<std::int64_t> pixels;  ///< in order
  std::vector<std::string> left_out;
};

using Head = std::vector<std::vector<std::string>>;

/// The first rows, as far as they are in the first 4 MiB.
Head read_head(const fs::path& path) {
  constexpr std::size_t most_rows = 32;
  constexpr std::uint64_t most_bytes = std::uint64_t{4} << 20U;
  io::DecompressedFile file(path);
  std::uint64_t left = most_bytes;
  const auto next = [&](std::span<std::uint8_t> to) {
    const std::size_t got = file.read(to.first(std::min<std::uint64_t>(to.size(), left)));
    left -= got;
    return got;
  };
  Head rows;
  io::read_csv(next, path.string(), [&](const io::CsvRow& row) {
    rows.emplace_back(row.cells.begin(), row.cells.end());
    return rows.size() < most_rows;
  });
  if (left == 0 && rows.size() > 1 && rows.size() < most_rows) {
    rows.pop_back();  // cut off
  }
  return rows;
}

/// Whether a row names columns: a cell but the first and last is no number, or those cells count
/// from 0, 1 or 2 (pandas names columns 0, 1, 2, ...).
bool is_header(const std::vector<std::string>& row) {
  bool counts = row.size() >= 16;
  for (std::size_t i = 0; i < row.size(); ++i) {
    const auto number = parse_number(row[i]);
    const bool inner = i > 0 && i + 1 < row.size();
    if ((inner && !number && !list_size(row[i])) || utf8::lower_case(row[i]) == "pixels") {
      return true;
    }
    const auto first = inner ? parse_number(row[1]) : std::nullopt;
    counts = counts && (!inner || (number && first && *first >= 0 && *first <= 2 &&
                                   *number == *first + static_cast<double>(i - 1)));
  }
  return counts;
}

std::int64_t find_name(const std::vector<std::string>& header, const std::string& name) {
  const auto at = std::find_if(header.begin(), header.end(), [&](const std::string& cell) {
    return utf8::lower_case(cell) == utf8::lower_case(name);
  });
  return at == header.end() ? -1 : at - header.begin();
}

/// The label column by ArrayOptions::label_column or the header; -1 for none.
std::int64_t find_label(const Columns& columns, const std::string& chosen,
                        const std::string& name) {
  if (chosen.empty()) {
    for (const char* known : label_names) {
      if (const auto at = find_name(columns.header, known); at >= 0) {
        return at;
      }
    }
    return -1;
  }
  const std::int64_t named = find_name(columns.header, chosen);
  return named >= 0 ? named : find_column(chosen, columns.count, name);
}

/// What the columns are, from the first rows; none if rows are no images.
std::optional<Columns> find_columns(const Head& rows, const ArrayOptions& options,
                                    const std::string& name) {
  if (rows.empty()) {
    return std::nullopt;
  }
  Columns columns;
  columns.count = static_cast<std::int64_t>(rows[0].size());
  const bool header = is_header(rows[0]);
  if (header) {
    columns.header = rows[0];
  }
  if (rows.size() < (header ? 2 : 1)) {
    return std::nullopt;
  }
  const std::vector<std::string>& first = rows[header ? 1 : 0];
  columns.label = find_label(columns, options.label_column, name);
  columns.usage = find_name(columns.header, "usage");
  for (std::size_t i = 0; columns.count < 16 && i < first.size(); ++i) {
    columns.list = list_size(first[i]) ? static_cast<std::int64_t>(i) : columns.list;
  }
  if (columns.list >= 0) {
    if (columns.label < 0 && options.label_column.empty() && columns.count == 2) {
      columns.label = 1 - columns.list;
    }
    return columns;
  }
  for (std::int64_t i = 0; i < columns.count; ++i) {
    const std::string cell = header ? rows[0][static_cast<std::size_t>(i)] : "-";
    if (i != columns.label && i != columns.usage) {
      is_one_of(index_names, cell) ? columns.left_out.push_back(cell) : columns.pixels.push_back(i);
    }
  }
  const auto count = static_cast<std::int64_t>(columns.pixels.size());
  const bool open = columns.label < 0 && options.label_column.empty();
  ImageSize size;
  columns.label_by_value = open && is_flat_image(count - 1, size);
  return columns.label_by_value || is_flat_image(count, size) ? std::optional(columns)
                                                              : std::nullopt;
}

// ---- the rows ----

/// A column that may hold labels.
struct Candidate {
  std::size_t column = 0;  ///< among the pixels
  std::vector<std::string> cells;
  std::unordered_set<std::string> distinct;
  bool possible = true;        ///< whole numbers or words, at most 256 of them
  std::int64_t word_line = 0;  ///< where it is no number for the first time

  void add(std::string_view cell, const std::optional<double>& number, std::int64_t line) {
    cells.push_back(number ? label_of(*number) : std::string(cell));
    possible = possible && !cell.empty() && (!number || *number == std::trunc(*number));
    if (possible && distinct.size() <= 256) {
      distinct.insert(cells.back());
    }
    word_line = number || word_line > 0 ? word_line : line;
  }
  [[nodiscard]] bool fits() const {
    return possible && distinct.size() >= 2 && distinct.size() <= 256;
  }
};

struct TablePart {
  Numbers numbers;
  std::vector<std::string> labels;
};

struct Table {
  std::array<TablePart, 3> parts;  ///< training, validation, test
  std::array<Candidate, 2> candidates;
  std::int64_t width = 0;  ///< numbers of a row
};

class TableReader {
 public:
  TableReader(Columns columns, std::string name)
      : columns_(std::move(columns)), name_(std::move(name)) {
    table_.width = static_cast<std::int64_t>(columns_.pixels.size());
    table_.candidates[1].column = columns_.pixels.empty() ? 0 : columns_.pixels.size() - 1;
    header_ = !columns_.header.empty();
  }

  Table read(const fs::path& path) {
    io::DecompressedFile file(path);
    io::read_csv([&](std::span<std::uint8_t> to) { return file.read(to); }, name_,
                 [&](const io::CsvRow& row) {
                   if (!std::exchange(header_, false)) {
                     add(row);
                   }
                   return true;
                 });
    return std::move(table_);
  }

 private:
  void add(const io::CsvRow& row) {
    require(static_cast<std::int64_t>(row.cells.size()) == columns_.count,
            "[{}] expected {} cells in each row, got {} in line {}", name_, columns_.count,
            row.cells.size(), row.line);
    const auto cell = [&](std::int64_t column) {
      return row.cells[static_cast<std::size_t>(column)];
    };
    TablePart& part =
        table_.parts[columns_.usage < 0 ? 0 : part_of(cell(columns_.usage), row.line)];
    if (columns_.label >= 0) {
      const std::string_view label = cell(columns_.label);
      require(!label.empty(), "[{}] expected a label, got an empty cell in line {}", name_,
              row.line);
      const auto number = parse_number(label);
      part.labels.push_back(number ? label_of(*number) : std::string(label));
    }
    if (columns_.list >= 0) {
      add_list(part, cell(columns_.list), row.line);
    }
    for (std::size_t i = 0; i < columns_.pixels.size(); ++i) {
      const std::string_view text = cell(columns_.pixels[i]);
      const auto number = parse_number(text);
      if (Candidate* candidate = candidate_of(i)) {
        candidate->add(text, number, row.line);
        part.numbers.add(number.value_or(0));
      } else {
        part.numbers.add(checked(number, text, row.line));
      }
    }
  }

  void add_list(TablePart& part, std::string_view cell, std::int64_t line) {
    std::int64_t count = 0;
    each_word(cell, [&](std::string_view word) {
      part.numbers.add(checked(parse_number(word), word, line));
      ++count;
    });
    table_.width = table_.width == 0 ? count : table_.width;
    require(count == table_.width, "[{}] expected {} pixels in each row, got {} in line {}", name_,
            table_.width, count, line);
  }

  double checked(const std::optional<double>& number, std::string_view text,
                 std::int64_t line) const {
    require(number && std::isfinite(static_cast<float>(*number)),
            "[{}] expected numbers, got '{}' in line {}", name_, text.substr(0, 40), line);
    return *number;
  }

  Candidate* candidate_of(std::size_t i) {
    if (!columns_.label_by_value || (i != 0 && i + 1 != columns_.pixels.size())) {
      return nullptr;
    }
    return &table_.candidates[i == 0 ? 0 : 1];
  }

  [[nodiscard]] std::size_t part_of(std::string_view usage, std::int64_t line) const {
    const std::string text = utf8::lower_case(usage);
    if (text.starts_with("train")) {
      return 0;
    }
    if (text == "publictest" || text.starts_with("val")) {
      return 1;
    }
    require(text == "privatetest" || text.starts_with("test"),
            "[{}] expected Training, PublicTest or PrivateTest, got '{}' in line {}", name_, usage,
            line);
    return 2;
  }

  Columns columns_;
  std::string name_;
  Table table_;
  bool header_ = false;
};

/// Which of the candidates has the labels; none if neither fits.
std::optional<std::size_t> choose(const std::array<Candidate, 2>& candidates,
                                  const std::string& name) {
  const bool first = candidates[0].fits();
  const bool last = candidates[1].fits();
  if (first != last) {
    return first ? 0 : 1;
  }
  if (!first) {
    return std::nullopt;
  }
  const std::size_t values[] = {candidates[0].distinct.size(), candidates[1].distinct.size()};
  require(
      values[0] != values[1],
      "[{}] expected labels in the first or in the last column, got {} different values in both; "
      "name the label column: first, last or none",
      name, values[0]);
  return values[0] < values[1] ? 0 : 1;
}

/// Decides on the label column by what the candidates hold and moves it out of the pixels.
void settle_labels(Table& table, Columns& columns, const std::string& name,
                   std::vector<std::string>& notes) {
  const auto chosen = choose(table.candidates, name);
  ImageSize size;
  require(chosen || is_flat_image(table.width, size),
          "[{}] expected whole numbers or words of 2 to 256 values in the first or last column as "
          "labels of {} pixels, got others; name the label column",
          name, table.width - 1);
  for (std::size_t i = 0; i < table.candidates.size(); ++i) {
    require(i == chosen || table.candidates[i].word_line == 0,
            "[{}] expected numbers, got a word in the {} column in line {}", name,
            i == 0 ? "first" : "last", table.candidates[i].word_line);
  }
  columns.label_by_value = false;
  if (!chosen) {
    return;
  }
  const Candidate& labels = table.candidates[*chosen];
  notes.push_back(fmt::format("labels: the {} column, {} classes", *chosen == 0 ? "first" : "last",
                              labels.distinct.size()));
  table.parts[0].numbers.drop_column(labels.column, static_cast<std::size_t>(table.width));
  table.parts[0].labels = labels.cells;
  --table.width;
  columns.label = columns.pixels[labels.column];
  columns.pixels.erase(columns.pixels.begin() + static_cast<std::ptrdiff_t>(labels.column));
}

RawPart make_raw(TablePart& part, std::int64_t width, const std::string& name) {
  RawPart raw{name, part.numbers.take(width), std::move(part.labels)};
  if (raw.images.values.empty()) {
    raw.images.shape.clear();
  }
  return raw;
}

/// Reads the test part, whose columns must be those of the training part.
void add_test(const fs::path& path, Columns columns, RawParts& parts) {
  const Head head = read_head(path);
  const bool header = !head.empty() && is_header(head[0]);
  const auto count = head.empty() ? 0 : static_cast<std::int64_t>(head[0].size());
  if (count != columns.count) {
    parts.notes.push_back(fmt::format("left out: {}, which has {} columns instead of {}{}",
                                      path.filename().string(), count, columns.count,
                                      count + 1 == columns.count ? " (no labels)" : ""));
    return;
  }
  columns.header = header ? head[0] : std::vector<std::string>();
  Table table = TableReader(std::move(columns), path.string()).read(path);
  parts.test = make_raw(table.parts[0], table.width, path.string());
}

bool is_number_row(const std::vector<std::string>& row, const Columns& columns) {
  if (static_cast<std::int64_t>(row.size()) != columns.count) {
    return false;
  }
  if (columns.list >= 0) {
    return list_size(row[static_cast<std::size_t>(columns.list)]).has_value();
  }
  const auto begin = columns.pixels.begin() + (columns.label_by_value ? 1 : 0);
  const auto end = columns.pixels.end() - (columns.label_by_value ? 1 : 0);
  return std::all_of(begin, end, [&](std::int64_t i) {
    return parse_number(row[static_cast<std::size_t>(i)]).has_value();
  });
}

}  // namespace

bool is_image_table(const fs::path& path) {
  try {
    const Head head = read_head(path);
    const auto columns = find_columns(head, {}, path.string());
    return columns && is_number_row(head[columns->header.empty() ? 0 : 1], *columns);
  } catch (const Error&) {
    return false;
  }
}

RawParts read_csv_arrays(const fs::path& path, const ArrayOptions& options) {
  const std::string name = path.string();
  const Head head = read_head(path);
  auto columns = find_columns(head, options, name);
  require(
      columns.has_value(),
      "[{}] expected a table with an image in each row, a square number of pixels or three times "
      "one and a label, got {} columns",
      name, head.empty() ? 0 : head[0].size());
  Table table = TableReader(*columns, name).read(path);
  RawParts parts;
  if (columns->label_by_value) {
    settle_labels(table, *columns, name, parts.notes);
  }
  if (!columns->left_out.empty()) {
    parts.notes.push_back(
        fmt::format("left out: column '{}'", fmt::join(columns->left_out, "', '")));
  }
  parts.train = make_raw(table.parts[0], table.width, name);
  parts.validation = make_raw(table.parts[1], table.width, name);
  parts.test = make_raw(table.parts[2], table.width, name);
  for (const std::string& test : test_names(path.filename().string())) {
    const auto found =
        columns->usage < 0 && !parts.test.exists() ? find_beside(path, test) : std::nullopt;
    if (found) {
      add_test(*found, *columns, parts);
    }
  }
  return parts;
}

}  // namespace akin::data
