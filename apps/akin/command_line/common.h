#pragma once

#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include <CLI/CLI.hpp>

#include "akin/experiment/dataset.h"
#include "akin/io/download.h"
#include "akin/nn/torch.h"

namespace akin::app {

/// Error where a file may not be written at `path`: it exists and there is no `force`; it is a
/// folder, a link, a device or the like; it is one of `inputs` or lies in one that is a folder.
void require_new(const std::filesystem::path& path, bool force,
                 const std::vector<std::filesystem::path>& inputs);

/// auto, cpu, cuda, cuda:N. Errors: another word; CUDA asked for where there is none.
torch::Device parse_device(const std::string& name);

/// --threads of a command, for use_threads().
void add_threads_option(CLI::App& command, std::int64_t& threads);

/// Sets LibTorch's threads; 0: kernels::available_threads().
void use_threads(std::int64_t threads);

/// A download's progress as log lines on standard error.
io::DownloadOptions download_progress();
/// The same, and that of reading many pictures.
data::LoadOptions loading_progress();
/// What was done with the data and left out, as log lines on standard error.
void log_notes(const Dataset& data);

/// Tells each quarter of a piece of work in a log line on standard error: "what: 25 %".
std::function<void(double)> logged_quarters(std::string what);
/// The making of a feature extractor.
std::function<void(double)> classifier_progress();

/// Numbers that a module learns.
std::int64_t count_parameters(const torch::nn::Module& module);

/// `stem`-1.`extension`, `stem`-2.`extension`, ...: the first that does not exist.
std::filesystem::path numbered(const std::filesystem::path& stem, const std::string& extension);

}  // namespace akin::app
