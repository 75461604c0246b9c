#pragma once

#include <string>
#include <vector>

#include "serve/model_registry.h"

namespace akin::app {

struct Address {
  std::string host = "127.0.0.1";
  int port = 8080;                 ///< 0: any free port
  std::vector<std::string> names;  ///< other names of the host, such as a proxy's
  std::string base_path;           ///< of the page behind a proxy, such as /akin
  std::string announced;           ///< what the class is told: a host or a URL; "": found out
};

/// The socket for serve(). Errors: those of listening_socket(); UsageError: a wrong base path.
int listen(const Address& address);

/// Serves until the process is interrupted. Prints to standard output the instructor's URL, whose
/// token permits training and revealing votes, and the URL for the class.
void serve(const Address& address, int listening, ModelRegistry& models);

}  // namespace akin::app
