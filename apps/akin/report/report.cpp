#include "report/report.h"

#include <string_view>

#include <fmt/format.h>

#include "akin/base/require.h"
#include "akin/io/file.h"

#include "embedded_report_page.h"
#include "embedded_web_parts.h"
#include "report/markdown.h"
#include "web/page_parts.h"

namespace akin::app {
namespace {

using nlohmann::ordered_json;

/// Images would dominate results.json and make a diff of two results useless.
void remove_images(ordered_json& json) {
  if (json.is_object()) {
    json.erase("sheet");
    json.erase("nearest");
  }
  for (ordered_json& part : json) {
    if (part.is_structured()) {
      remove_images(part);
    }
  }
}

void require_format(const ordered_json& results) {
  const bool known = results.is_object() && results.value("format", ordered_json()) == 1;
  require(known,
          "[report] expected results of format 1, got another; use the version of akin that wrote "
          "them, or a newer one");
}

/// The content of a marker in page.html.
std::string page_part(std::string_view marker, const ordered_json& results) {
  using namespace embedded;
  if (marker == "styles") {
    return fmt::format("{}{}{}", base_css, page_css, charts_css);
  }
  return marker == "results" ? json_for_script(results)
                             : scripts_of({dom_js, chart_frame_js, scatter_js, line_chart_js,
                                           strings_js, i18n_js, metrics_js, overview_js, sheets_js,
                                           tradeoff_js, tables_js, curves_js, method_js, page_js});
}

}  // namespace

std::string json_for_script(const ordered_json& json) {
  const std::string text = json.dump(-1, ' ', true, ordered_json::error_handler_t::replace);
  std::string safe;
  safe.reserve(text.size());
  for (const char c : text) {
    c == '<' ? safe.append("\\u003c") : safe.append(1, c);  // "<" occurs inside strings only
  }
  return safe;
}

std::string report_page(const ordered_json& results) {
  return filled_page(embedded::page_html,
                     [&](std::string_view marker) { return page_part(marker, results); });
}

void write_report(const std::filesystem::path& folder, const ordered_json& results) {
  require_format(results);
  ordered_json without_images = results;
  remove_images(without_images);
  const std::string json =
      without_images.dump(1, ' ', false, ordered_json::error_handler_t::replace);
  io::write_atomically(folder / "results.json", json + "\n");
  io::write_atomically(folder / "results.md", report_markdown(results));
  io::write_atomically(folder / "index.html", report_page(results));
}

}  // namespace akin::app
