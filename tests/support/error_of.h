#pragma once

#include <string>

#include "akin/base/require.h"

namespace akin::tests {

/// The message of the E that `call` throws; "no error" where it throws none. Another exception
/// passes and fails the test.
template <class E = Error, class Call>
std::string error_of(const Call& call) {
  try {
    call();
  } catch (const E& error) {
    return error.what();
  }
  return "no error";
}

}  // namespace akin::tests
