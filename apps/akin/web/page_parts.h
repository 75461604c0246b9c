#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace akin::app {

/// Script elements, in order.
std::string scripts_of(const std::vector<std::string_view>& scripts);

/// Replaces every {{name}} of `page` by part(name), in one pass: markers within a part stay.
std::string filled_page(std::string_view page,
                        const std::function<std::string(std::string_view)>& part);

}  // namespace akin::app
