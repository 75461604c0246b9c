#include "command_line/common.h"

#include <charconv>
#include <memory>

#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include "akin/base/require.h"
#include "akin/base/utf8.h"
#include "akin/io/paths.h"
#include "akin/kernels/cpu_limits.h"

#include "terminal/progress_bar.h"

namespace akin::app {

namespace fs = std::filesystem;

void require_new(const fs::path& path, bool force, const std::vector<fs::path>& inputs) {
  std::error_code ignored;
  require(!fs::is_directory(path, ignored), "[output] expected a file name, got the folder {}",
          path.string());
  const auto type = io::type_of(path);
  if (type == fs::file_type::not_found) {
    return;
  }
  require(force, "[output] expected a new file, got {} which exists; use --force to replace it",
          path.string());
  require(type == fs::file_type::regular,
          "[--force] expected a regular file to replace, got {}, which is {}; choose another name",
          path.string(), type == fs::file_type::symlink ? "a symbolic link" : "of another kind");
  for (const fs::path& input : inputs) {
    require(!io::lies_in(path, input),
            "[--force] expected a file that the command does not read, got {}; choose another name",
            path.string());
  }
}

torch::Device parse_device(const std::string& name) {
  if (name == "cpu") {
    return torch::kCPU;
  }
  const bool available = torch::cuda::is_available();
  if (name == "auto") {
    return available ? torch::kCUDA : torch::kCPU;
  }
  int index = 0;
  if (name != "cuda") {
    const bool prefixed = name.starts_with("cuda:") && name.size() > 5;
    const char* end = name.data() + name.size();
    const auto read = prefixed ? std::from_chars(name.data() + 5, end, index)
                               : std::from_chars_result{end, std::errc::invalid_argument};
    require<UsageError>(read.ec == std::errc() && read.ptr == end && index >= 0,
                        "[device] expected auto, cpu, cuda or cuda:N, got '{}'", name);
  }
  require(available, "[device] expected a CUDA device for {}, got none here; use --device cpu",
          name);
  const int count = static_cast<int>(torch::cuda::device_count());
  require(index < count, "[device] expected a CUDA device below {}, got {}", count, index);
  return {torch::kCUDA, static_cast<torch::DeviceIndex>(index)};
}

void add_threads_option(CLI::App& command, std::int64_t& threads) {
  command.add_option("--threads", threads, "0: one per CPU that this process may use")
      ->capture_default_str()
      ->check(CLI::Range(0, 1024))
      ->type_name("N")
      ->envname("AKIN_THREADS");
}

void use_threads(std::int64_t threads) {
  torch::set_num_threads(threads > 0 ? static_cast<int>(threads) : kernels::available_threads());
}

io::DownloadOptions download_progress() {
  io::DownloadOptions options;
  options.progress = [shown = -1](std::uint64_t done, std::uint64_t total) mutable {
    const int tenth = total == 0 ? 0 : static_cast<int>(10 * done / total);
    if (total > 0 && tenth != shown) {
      shown = tenth;
      spdlog::info("downloading: {:.1f} of {:.1f} MB", static_cast<double>(done) / 1e6,
                   static_cast<double>(total) / 1e6);
    }
    return true;
  };
  return options;
}

data::LoadOptions loading_progress() {
  constexpr std::int64_t soon = 1000;  // read before anybody wonders
  data::LoadOptions options;
  options.download = download_progress();
  options.reading = [bar = std::make_shared<ProgressBar>(0),
                     quarters = logged_quarters("reading pictures")](std::int64_t done,
                                                                     std::int64_t all) {
    if (all < soon) {
      return;
    }
    if (!standard_error().interactive) {
      quarters(static_cast<double>(done) / static_cast<double>(all));
      return;
    }
    bar->tick(done);
    if (done == all) {
      bar->clear();
    } else if (bar->due()) {
      bar->show(done, all, {"reading pictures"});
    }
  };
  return options;
}

void log_notes(const Dataset& data) {
  for (const std::string& note : data.notes()) {
    spdlog::info("{}: {}", utf8::without_controls(data.name()), utf8::without_controls(note));
  }
}

std::function<void(double)> logged_quarters(std::string what) {
  return [what = std::move(what), shown = -1](double share) mutable {
    const int quarter = static_cast<int>(4 * share);
    if (quarter != shown) {
      shown = quarter;
      spdlog::info("{}: {} %", what, 25 * quarter);
    }
  };
}

std::function<void(double)> classifier_progress() {
  return logged_quarters("training the classifier whose features samples are compared in");
}

std::int64_t count_parameters(const torch::nn::Module& module) {
  std::int64_t count = 0;
  for (const auto& parameter : module.parameters()) {
    count += parameter.numel();
  }
  return count;
}

fs::path numbered(const fs::path& stem, const std::string& extension) {
  for (int number = 1;; ++number) {
    fs::path path = stem;
    path += fmt::format("-{}{}", number, extension);
    if (io::type_of(path) == fs::file_type::not_found) {
      return path;
    }
  }
}

}  // namespace akin::app
