#pragma once

#include <CLI/CLI.hpp>

namespace akin::app {

/// Each adds one subcommand: its options, and what it does when it was chosen.
void add_train_command(CLI::App& app);
void add_sample_command(CLI::App& app);
void add_reconstruct_command(CLI::App& app);
void add_evaluate_command(CLI::App& app);
void add_compare_command(CLI::App& app);
void add_serve_command(CLI::App& app);
void add_inspect_command(CLI::App& app);
void add_import_command(CLI::App& app);
void add_data_command(CLI::App& app);
void add_doctor_command(CLI::App& app);
/// `akin completion` and `akin man`, for packages: not in the help. After all others.
void add_shell_commands(CLI::App& app);
void add_classifier_command(CLI::App& data);  ///< below `akin data`

/// What a command that was interrupted after saving throws: exit status 130.
struct Interrupted {};

}  // namespace akin::app
