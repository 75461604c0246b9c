#pragma once

#include <memory>
#include <string>
#include <vector>

#include "serve/exhibit.h"

namespace akin::app {

struct ServeOptions {
  std::vector<std::string> runs;
  std::string host = "127.0.0.1";
  int port = 8080;
  std::int64_t threads = 0;
};

/// Answers until the process is interrupted. Only to a page of its own: requests whose Host is not
/// the address that was bound (DNS rebinding) or that come from another page (Origin) are refused.
/// Error: the address cannot be bound.
void serve(const ServeOptions& options, std::vector<Exhibit> exhibits);

}  // namespace akin::app
