#include "report/page.h"

#include <string_view>

#include "report_page.h"

namespace akin::app {
namespace {

/// Scripts see the names of those before them.
std::string scripts() {
  std::string elements;
  for (const char* script :
       {dom_js, chart_frame_js, scatter_js, line_chart_js, strings_js, strings_more_js, words_js,
        figures_js, overview_js, sheets_js, picture_js, tables_js, curves_js, method_js, page_js}) {
    elements.append("<script>\n").append(script).append("</script>\n");
  }
  return elements;
}

/// What stands at a marker of page.html.
std::string part(std::string_view marker, const nlohmann::ordered_json& results) {
  if (marker == "styles") {
    return std::string(page_css) + charts_css;
  }
  return marker == "results" ? json_for_script(results) : scripts();
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

/// One pass over page.html, so that nothing put in is looked at for markers again.
std::string report_page(const nlohmann::ordered_json& results) {
  std::string page;
  std::string_view rest = page_html;
  for (std::size_t open = rest.find("{{"); open != rest.npos; open = rest.find("{{")) {
    const std::size_t close = rest.find("}}", open);
    page.append(rest.substr(0, open))
        .append(part(rest.substr(open + 2, close - open - 2), results));
    rest.remove_prefix(close + 2);
  }
  return page.append(rest);
}

}  // namespace akin::app
