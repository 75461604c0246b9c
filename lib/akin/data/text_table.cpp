#include "akin/data/text_table.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <map>
#include <optional>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "akin/base/require.h"
#include "akin/base/suggest.h"
#include "akin/base/utf8.h"
#include "akin/io/csv.h"
#include "akin/io/json.h"

namespace akin::data {
namespace {

/// Rows by which the column is chosen.
constexpr std::size_t sample_rows = 64;

constexpr std::array usual_names = {
    "text",  "content", "document", "documents", "body", "sentence", "sentences", "review",
    "story", "article", "comment",  "message",   "poem", "lyrics",   "quote",     "name",
    "본문",  "내용",    "텍스트",   "문장",      "글",   "문서"};

/// A row: its cells by column.
using Cells = std::vector<std::pair<std::string, std::string_view>>;
using TakeCells = std::function<bool(const Cells& cells)>;
/// Passes the rows of a table to `take` until it returns false.
using Rows = std::function<void(const TakeCells& take)>;

/// Letters of any script, roughly: what is neither ASCII punctuation nor a digit.
std::int64_t count_letters(std::string_view text) {
  return std::count_if(text.begin(), text.end(), [](char c) {
    const auto byte = static_cast<unsigned char>(c);
    return byte >= 0xc0 || (byte < 0x80 && std::isalpha(byte) != 0);
  });
}

std::string choose_column(const Rows& rows, const std::string& name, const std::string& chosen) {
  std::map<std::string, std::int64_t> letters;
  std::vector<std::string> columns;  // in order
  std::size_t count = 0;
  rows([&](const Cells& cells) {
    for (const auto& [column, text] : cells) {
      const auto [at, is_new] = letters.try_emplace(column, 0);
      at->second += count_letters(text);
      if (is_new) {
        columns.push_back(column);
      }
    }
    return ++count < sample_rows;
  });
  require(!columns.empty(), "[{}] expected a table with texts, got none", name);
  if (!chosen.empty()) {
    const auto same = [&](const std::string& column) {
      return utf8::lower_case(utf8::nfc(column)) == utf8::lower_case(utf8::nfc(chosen));
    };
    const auto found = std::find_if(columns.begin(), columns.end(), same);
    if (found == columns.end()) {
      fail_unknown("--text-column", chosen, columns);
    }
    return *found;
  }
  for (const char* usual : usual_names) {
    for (const std::string& column : columns) {
      const std::string own = column.substr(column.rfind('.') + 1);  // of "data.text"
      if (utf8::lower_case(utf8::nfc(own)) == usual && letters[column] > 0) {
        return column;
      }
    }
  }
  const auto most = std::max_element(
      columns.begin(), columns.end(),
      [&](const std::string& a, const std::string& b) { return letters[a] < letters[b]; });
  require(
      letters[*most] > 0,
      "[{}] expected a column of texts, got numbers in all of them; name one, or read the table "
      "as it is: --text-column none",
      name);
  return *most;
}

// ---- rows of cells ----

std::vector<std::string> valid_cells(const io::CsvRow& row) {
  std::vector<std::string> cells;
  for (const std::string_view cell : row.cells) {
    cells.push_back(utf8::find_invalid(cell) ? utf8::replace_invalid(cell) : std::string(cell));
  }
  return cells;
}

using Head = std::vector<std::vector<std::string>>;

bool is_number(const std::string& cell) {
  return !cell.empty() && cell.find_first_not_of("0123456789.,+-eE ") == std::string::npos;
}

/// Whether most rows but the first have numbers in a column, or texts of several words.
bool holds_values(const Head& rows, std::size_t column) {
  std::size_t values = 0;
  for (std::size_t i = 1; i < rows.size(); ++i) {
    const std::string cell = column < rows[i].size() ? rows[i][column] : "";
    const bool words =
        cell.find(' ') != std::string::npos && rows[0][column].find(' ') == std::string::npos;
    values += is_number(cell) || words ? 1 : 0;
  }
  return 2 * values > rows.size() - 1;
}

bool may_name_a_column(const std::string& cell) {
  return !cell.empty() && utf8::columns(cell) <= 24 && count_letters(cell) > 0 &&
         cell.find('\n') == std::string::npos;
}

/// Whether the first row names columns: one has a usual name or the one that was asked for; or each
/// may be a name, all are different, and a column holds values.
bool is_header(const Head& rows, const std::string& chosen) {
  const auto& first = rows[0];
  const auto named = [&](const std::string& cell) {
    const std::string lower = utf8::lower_case(utf8::nfc(cell));
    return (!chosen.empty() && lower == utf8::lower_case(utf8::nfc(chosen))) ||
           std::find(usual_names.begin(), usual_names.end(), lower) != usual_names.end();
  };
  if (std::any_of(first.begin(), first.end(), named)) {
    return true;
  }
  std::vector<std::string> sorted = first;
  std::sort(sorted.begin(), sorted.end());
  bool values = false;
  for (std::size_t i = 0; i < first.size(); ++i) {
    values = values || holds_values(rows, i);
  }
  return first.size() > 1 && values &&
         std::adjacent_find(sorted.begin(), sorted.end()) == sorted.end() &&
         std::all_of(first.begin(), first.end(), may_name_a_column);
}

Rows rows_of_csv(const OpenBytes& open, const std::string& name, const std::string& chosen) {
  Head head;
  io::read_csv(open(), name, [&](const io::CsvRow& row) {
    head.push_back(valid_cells(row));
    return head.size() < sample_rows;
  });
  require(!head.empty(), "[{}] expected a table with texts, got an empty file", name);
  const bool header = is_header(head, chosen);
  std::vector<std::string> columns;
  for (std::size_t i = 0; i < head[0].size(); ++i) {
    columns.push_back(header && !head[0][i].empty() ? head[0][i] : std::to_string(i));
  }
  return [open, name, header, columns](const TakeCells& take) {
    bool skip = header;
    Cells cells;
    io::read_csv(open(), name, [&](const io::CsvRow& row) {
      if (std::exchange(skip, false)) {
        return true;
      }
      cells.clear();
      for (std::size_t i = 0; i < row.cells.size(); ++i) {
        cells.emplace_back(i < columns.size() ? columns[i] : std::to_string(i), row.cells[i]);
      }
      return take(cells);
    });
  };
}

// ---- JSON ----

/// Passes lines with their number from 1 to `take` until it returns false.
void each_line(const io::ReadNext& next, const std::string& name,
               const std::function<bool(std::string_view line, std::int64_t number)>& take) {
  constexpr std::size_t longest = std::size_t{64} << 20U;
  std::vector<std::uint8_t> buffer(std::size_t{1} << 16U);
  std::string line;
  std::int64_t number = 1;
  for (std::size_t got = 1; got > 0;) {
    got = next(buffer);
    std::string_view rest = io::as_text(std::span(buffer).first(got));
    for (;;) {
      const std::size_t end = rest.find('\n');
      line += rest.substr(0, end);
      require(line.size() <= longest,
              "[{}] expected lines of at most {} bytes, got more in line {}", name, longest,
              number);
      if (end == std::string_view::npos) {
        break;
      }
      if (!take(line, number++)) {
        return;
      }
      line.clear();
      rest.remove_prefix(end + 1);
    }
  }
  take(line, number);
}

std::string_view trimmed(std::string_view text) {
  constexpr std::string_view blanks = " \t\r\n";
  if (text.starts_with("\xef\xbb\xbf")) {  // byte order mark
    text.remove_prefix(3);
  }
  const auto begin = text.find_first_not_of(blanks);
  return begin == std::string_view::npos
             ? std::string_view()
             : text.substr(begin, text.find_last_not_of(blanks) + 1 - begin);
}

/// The texts of an object and of those in it: "text", "data.text".
void add_texts(const nlohmann::json& object, const std::string& prefix, Cells& cells) {
  for (const auto& [key, value] : object.items()) {
    if (value.is_string()) {
      cells.emplace_back(prefix + key, value.get_ref<const std::string&>());
    } else if (value.is_object()) {
      add_texts(value, prefix + key + ".", cells);
    }
  }
}

/// Passes an object's texts, or a text, to `take`. Error, beginning with `where`: something else.
bool take_json(const nlohmann::json& value, const std::string& where, const TakeCells& take) {
  Cells cells;
  if (value.is_string()) {
    cells.emplace_back("text", value.get_ref<const std::string&>());
  } else {
    require(value.is_object(), "[{}] expected a JSON object or a text, got {}", where,
            value.type_name());
    add_texts(value, "", cells);
  }
  return take(cells);
}

Rows rows_of_json_lines(const OpenBytes& open, const std::string& name) {
  return [open, name](const TakeCells& take) {
    each_line(open(), name, [&](std::string_view line, std::int64_t number) {
      line = trimmed(line);
      const std::string where = fmt::format("{}, line {}", name, number);
      return line.empty() || take_json(io::parse_json(line, where), where, take);
    });
  };
}

/// A list in one JSON text, or nothing where the text is none.
std::optional<Rows> rows_of_json_list(const OpenBytes& open, const std::string& name) {
  const io::Bytes start = io::read_up_to(open(), 4096);
  if (!trimmed(io::as_text(start)).starts_with('[')) {
    return std::nullopt;
  }
  const io::Bytes bytes = io::read_up_to(open(), io::longest_json + 1);
  auto list =
      std::make_shared<const nlohmann::json>(io::parse_json(trimmed(io::as_text(bytes)), name));
  return [list, name](const TakeCells& take) {
    for (std::size_t i = 0; i < list->size(); ++i) {
      if (!take_json((*list)[i], fmt::format("{}, item {}", name, i), take)) {
        return;
      }
    }
  };
}

std::string without_compression(const std::string& name) {
  for (const char* end : {".gz", ".bz2", ".xz", ".zst"}) {
    if (name.ends_with(end)) {
      return name.substr(0, name.size() - std::string_view(end).size());
    }
  }
  return name;
}

bool is_json_name(const std::string& name) {
  return name.ends_with(".jsonl") || name.ends_with(".ndjson") || name.ends_with(".json");
}

/// The document in one line.
void take_document(std::string_view text, const std::function<void(std::string_view)>& take) {
  std::string line;
  bool blank = false;
  for (const char c : trimmed(text)) {
    if (c == '\n' || c == '\r') {
      blank = true;
      continue;
    }
    line += std::exchange(blank, false) ? " " : "";
    line += c;
  }
  line += '\n';
  take(line);
}

}  // namespace

bool is_table_name(const std::string& name) {
  const std::string plain = without_compression(utf8::lower_case(name));
  return plain.ends_with(".csv") || plain.ends_with(".tsv") || is_json_name(plain);
}

TextTable open_text_table(const OpenBytes& open, const std::string& name,
                          const std::string& column) {
  Rows rows;
  if (is_json_name(without_compression(utf8::lower_case(name)))) {
    const auto list = rows_of_json_list(open, name);
    rows = list ? *list : rows_of_json_lines(open, name);
  } else {
    rows = rows_of_csv(open, name, column);
  }
  TextTable table{choose_column(rows, name, column), {}, std::make_shared<std::int64_t>(0)};
  table.documents = [rows, chosen = table.column, empty = table.empty_rows](const auto& take) {
    *empty = 0;
    rows([&](const Cells& cells) {
      const auto cell = std::find_if(cells.begin(), cells.end(),
                                     [&](const auto& one) { return one.first == chosen; });
      if (cell == cells.end() || trimmed(cell->second).empty()) {
        ++*empty;
      } else {
        take_document(cell->second, take);
      }
      return true;
    });
  };
  return table;
}

}  // namespace akin::data
