#include "web/page_parts.h"

namespace akin::app {

std::string scripts_of(const std::vector<std::string_view>& scripts) {
  std::string elements;
  for (const std::string_view script : scripts) {
    elements.append("<script>\n").append(script).append("</script>\n");
  }
  return elements;
}

std::string filled_page(std::string_view page,
                        const std::function<std::string(std::string_view)>& part) {
  std::string filled;
  for (std::size_t open = page.find("{{"); open != page.npos; open = page.find("{{")) {
    const std::size_t close = page.find("}}", open);
    filled.append(page.substr(0, open)).append(part(page.substr(open + 2, close - open - 2)));
    page.remove_prefix(close + 2);
  }
  return filled.append(page);
}

}  // namespace akin::app
