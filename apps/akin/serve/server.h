#pragma once

#include <string>

#include "serve/hall.h"

namespace akin::app {

struct Address {
  std::string host = "127.0.0.1";
  int port = 8080;  ///< 0: any that is free
};

/// Answers until the process is interrupted, and tells on standard output where: the instructor's
/// address, whose token lets train, set and reveal, and the class's. Error: the address cannot be
/// bound.
void serve(const Address& address, Hall& hall);

}  // namespace akin::app
