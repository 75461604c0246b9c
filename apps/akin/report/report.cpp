#include "report/report.h"

#include <string>

#include "akin/base/require.h"
#include "akin/io/file.h"

#include "report/markdown.h"
#include "report/page.h"

namespace akin::app {
namespace {

using nlohmann::ordered_json;

/// Pictures are large, are looked at on the page, and would make a diff of two results useless.
void remove_pictures(ordered_json& json) {
  if (json.is_object()) {
    json.erase("sheet");
    json.erase("nearest");
  }
  for (ordered_json& part : json) {
    if (part.is_structured()) {
      remove_pictures(part);
    }
  }
}

void require_format(const ordered_json& results) {
  const bool known = results.is_object() && results.value("format", ordered_json()) == 1;
  require(known, "[report] expected results of format 1, got another; use akin as new as they are");
}

}  // namespace

void write_report(const std::filesystem::path& folder, const ordered_json& results) {
  require_format(results);
  ordered_json figures = results;
  remove_pictures(figures);
  const std::string json = figures.dump(1, ' ', false, ordered_json::error_handler_t::replace);
  io::write_atomically(folder / "results.json", json + "\n");
  io::write_atomically(folder / "results.md", report_markdown(results));
  io::write_atomically(folder / "index.html", report_page(results));
}

}  // namespace akin::app
