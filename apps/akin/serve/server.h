#pragma once

#include <string>

#include "serve/model_registry.h"

namespace akin::app {

struct Address {
  std::string host = "127.0.0.1";
  int port = 8080;  ///< 0: any free port
};

/// Serves until the process is interrupted. Prints to standard output the instructor's URL, whose
/// token permits training and revealing votes, and the URL for the class. Error: the address is in
/// use or cannot be bound.
void serve(const Address& address, ModelRegistry& models);

}  // namespace akin::app
