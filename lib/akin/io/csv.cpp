#include "akin/io/csv.h"

#include <exception>
#include <vector>

#include <csv.h>

#include "akin/base/require.h"

namespace akin::io {
namespace {

constexpr std::size_t most_cells = 1'000'000;
constexpr std::size_t longest_row = std::size_t{64} << 20U;

/// The row that libcsv is at. Its callbacks are C and may not throw.
struct CsvRows {
  const std::function<bool(const CsvRow&)>& take;
  const std::string& name;
  std::int64_t line = 1;
  std::string text;               ///< of all cells
  std::vector<std::size_t> ends;  ///< in text
  std::vector<std::string_view> cells;
  bool going = true;
  std::exception_ptr error;

  void add(std::string_view cell) {
    if (ends.size() < most_cells + 1) {
      text.append(cell);
      ends.push_back(text.size());
    }
  }

  void finish() noexcept {
    try {
      require(ends.size() <= most_cells,
              "[{}] expected at most {} cells in a row, got more in line {}", name, most_cells,
              line);
      cells.clear();
      std::size_t begin = 0;
      for (const std::size_t end : ends) {
        cells.push_back(std::string_view(text).substr(begin, end - begin));
        begin = end;
      }
      const bool blank = cells.size() == 1 && cells[0].empty();
      going = going && (blank || take({line, cells}));
    } catch (...) {
      error = std::current_exception();
      going = false;
    }
    text.clear();
    ends.clear();
  }
};

void on_cell(void* cell, std::size_t size, void* rows) {
  static_cast<CsvRows*>(rows)->add({static_cast<const char*>(cell), size});
}

void on_row(int, void* rows) {
  static_cast<CsvRows*>(rows)->finish();
}

class CsvParser {
 public:
  explicit CsvParser(char delimiter) {
    require(csv_init(&parser_, 0) == 0, "[csv] expected a parser, got none");
    csv_set_delim(&parser_, static_cast<unsigned char>(delimiter));
  }
  ~CsvParser() { csv_free(&parser_); }
  CsvParser(const CsvParser&) = delete;
  CsvParser& operator=(const CsvParser&) = delete;

  void parse(std::string_view text, CsvRows& rows) {
    const std::size_t parsed =
        csv_parse(&parser_, text.data(), text.size(), on_cell, on_row, &rows);
    check(parsed == text.size(), rows);
    require(csv_get_buffer_size(&parser_) <= longest_row && rows.text.size() <= longest_row,
            "[{}] expected rows of at most 64 MiB, got more in line {}; is a quote not closed?",
            rows.name, rows.line);
  }

  void finish(CsvRows& rows) {
    csv_set_opts(&parser_, CSV_STRICT | CSV_STRICT_FINI);  // an open quote is an error
    check(csv_fini(&parser_, on_cell, on_row, &rows) == 0, rows);
  }

 private:
  void check(bool ok, const CsvRows& rows) {
    if (rows.error) {
      std::rethrow_exception(rows.error);
    }
    require(ok, "[{}] expected a table, got a {} in line {}", rows.name,
            csv_error(&parser_) == CSV_EPARSE ? "quote that is not closed" : "cell too large",
            rows.line);
  }

  csv_parser parser_{};
};

/// The length of the line that `text` starts with, with its end; 0 if it does not end in `text`.
std::size_t line_length(std::string_view text) {
  const std::size_t end = text.find_first_of("\r\n");
  return end == std::string_view::npos ? 0 : end + 1;
}

}  // namespace

char csv_delimiter(std::string_view start) {
  const std::string_view delimiters = ",;\t";
  std::array<int, 3> counts{};
  bool quoted = false;
  for (const char c : start) {
    quoted = quoted != (c == '"');
    if (!quoted && (c == '\n' || c == '\r')) {
      break;
    }
    if (const auto at = delimiters.find(c); !quoted && at != std::string_view::npos) {
      ++counts[at];
    }
  }
  return delimiters[static_cast<std::size_t>(std::max_element(counts.begin(), counts.end()) -
                                             counts.begin())];
}

void read_csv(const ReadNext& next, const std::string& name,
              const std::function<bool(const CsvRow&)>& take) {
  constexpr std::size_t block = std::size_t{1} << 20U;
  Bytes bytes = read_up_to(next, block);
  std::string_view text = as_text(bytes);
  text.remove_prefix(text.starts_with("\xef\xbb\xbf") ? 3 : 0);
  CsvParser parser(csv_delimiter(text));
  CsvRows rows{.take = take, .name = name};
  // Line by line, so that errors can say where they are.
  for (char last = '\0'; !text.empty() && rows.going;) {
    while (!text.empty() && rows.going) {
      const std::size_t length = line_length(text);
      const std::string_view line = text.substr(0, length == 0 ? text.size() : length);
      parser.parse(line, rows);
      rows.line += length > 0 && !(last == '\r' && line == "\n") ? 1 : 0;
      last = line.back();
      text.remove_prefix(line.size());
    }
    if (bytes.size() == block) {
      bytes = read_up_to(next, block);
      text = as_text(bytes);
    }
  }
  if (rows.going) {
    parser.finish(rows);
  }
}

}  // namespace akin::io
