#pragma once

#include <array>
#include <cstdio>
#include <optional>
#include <string>

#include "akin/base/require.h"

namespace akin::tests {

struct ShellResult {
  int status = -1;
  std::string output;
};

/// Standard output and errors of a shell's command.
inline ShellResult run_shell(const std::string& command) {
  FILE* pipe = popen((command + " 2>&1").c_str(), "r");
  require(pipe != nullptr, "[tests] expected to run {}", command);
  ShellResult result;
  std::array<char, 4096> piece{};
  for (std::size_t read = 0; (read = fread(piece.data(), 1, piece.size(), pipe)) > 0;) {
    result.output.append(piece.data(), read);
  }
  result.status = pclose(pipe);
  return result;
}

/// A Python 3 that has `module`: the active one or the system's, which may be two.
inline std::optional<std::string> python_with(const std::string& module) {
  for (const std::string python : {"python3", "/usr/bin/python3"}) {
    const std::string probe = fmt::format(
        " -c \"import importlib.util, sys; sys.exit(importlib.util.find_spec('{}') is None)\"",
        module);
    if (run_shell(python + probe).status == 0) {
      return python;
    }
  }
  return std::nullopt;
}

}  // namespace akin::tests
