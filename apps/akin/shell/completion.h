#pragma once

#include <string>

#include "shell/command_tree.h"

namespace akin::app {

// Completion scripts for commands, options, names that an option may take, files and folders. They
// hold all that they offer: a script that asked the program would wait a second for LibTorch.

std::string bash_completion(const Command& root);
std::string zsh_completion(const Command& root);
std::string fish_completion(const Command& root);

}  // namespace akin::app
