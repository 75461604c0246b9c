#include "serve/page.h"

#include <fmt/format.h>

#include "embedded_serve_page.h"
#include "embedded_web_parts.h"
#include "web/page_parts.h"

namespace akin::app {

const std::string& serve_page() {
  using namespace embedded;
  static const std::string page = filled_page(serve_html, [](std::string_view marker) {
    return marker == "styles"
               ? fmt::format("{}{}", base_css, serve_css)
               : scripts_of({serve_strings_js, words_js, dom_js, say_js, api_js, pixels_js, pad_js,
                             live_js, vote_js, completion_js, wall_js, codes_js, map_js,
                             attention_js, text_js, serve_js});
  });
  return page;
}

}  // namespace akin::app
