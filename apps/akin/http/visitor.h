#pragma once

#include <string>

namespace akin::app {

/// Who asks: requests, votes and computing time are counted for each visitor.
struct Visitor {
  std::string id;               ///< of the browser's cookie; without one, of the client's address
  bool is_instructor = false;   ///< served first
  bool shares_address = false;  ///< without a cookie: `id` may stand for a whole class
};

}  // namespace akin::app
