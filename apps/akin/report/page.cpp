#include "report/page.h"

#include <string_view>

#include "report_page.h"
#include "web/page_parts.h"

namespace akin::app {
namespace {

/// What stands at a marker of page.html.
std::string part(std::string_view marker, const nlohmann::ordered_json& results) {
  if (marker == "styles") {
    return std::string(base_css) + page_css + charts_css;
  }
  return marker == "results"
             ? json_for_script(results)
             : scripts_of({dom_js, chart_frame_js, scatter_js, line_chart_js, strings_js,
                           strings_more_js, i18n_js, figures_js, overview_js, sheets_js,
                           picture_js, tables_js, curves_js, method_js, page_js});
}

}  // namespace

std::string json_for_script(const nlohmann::ordered_json& json) {
  const std::string text =
      json.dump(-1, ' ', true, nlohmann::ordered_json::error_handler_t::replace);
  std::string safe;
  safe.reserve(text.size());
  for (const char c : text) {
    c == '<' ? safe.append("\\u003c") : safe.append(1, c);  // in JSON only ever inside a string
  }
  return safe;
}

std::string report_page(const nlohmann::ordered_json& results) {
  return filled_page(page_html, [&](std::string_view marker) { return part(marker, results); });
}

}  // namespace akin::app
