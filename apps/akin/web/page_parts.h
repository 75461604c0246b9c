#pragma once

#include <functional>
#include <initializer_list>
#include <string>
#include <string_view>

namespace akin::app {

/// Scripts as elements; each sees the names of those before it.
std::string scripts_of(std::initializer_list<std::string_view> scripts);

/// `page` with part(name) at every {{name}}: one pass, so that nothing put in is looked at for
/// markers again.
std::string filled_page(std::string_view page,
                        const std::function<std::string(std::string_view)>& part);

}  // namespace akin::app
