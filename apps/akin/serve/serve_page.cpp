#include "serve/serve_page.h"

#include <fmt/format.h>

#include "embedded_serve_page.h"
#include "embedded_web_parts.h"
#include "web/page_parts.h"

namespace akin::app {

const std::string& serve_page() {
  using namespace embedded;
  static const std::string page = filled_page(lesson_html, [](std::string_view marker) {
    return marker == "styles"
               ? fmt::format("{}{}{}{}", theme_css, layout_css, parts_css, text_parts_css)
               : scripts_of({dom_js, i18n_js, chart_frame_js}) +
                     scripts_of(embedded_serve_page_scripts);
  });
  return page;
}

}  // namespace akin::app
