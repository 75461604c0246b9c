#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <string_view>

#include "akin/io/array.h"

namespace akin::io {

/// A row of a table.
struct CsvRow {
  std::int64_t line = 0;                    ///< the line on which it ends, from 1
  std::span<const std::string_view> cells;  ///< without quotes and the blanks around them
};

/// What separates the cells of a table: the comma, semicolon or tab that its first line has most
/// of, outside quotes; a comma if it has none.
char csv_delimiter(std::string_view start);

/// Passes the rows of a table (RFC 4180) to `take` until it returns false. Blank lines and a byte
/// order mark are passed over; lines end in LF, CR LF or CR. Errors, which start with [`name`]: a
/// quote that is not closed, more than a million cells in a row, a cell of more than 64 MiB.
void read_csv(const ReadNext& next, const std::string& name,
              const std::function<bool(const CsvRow&)>& take);

}  // namespace akin::io
