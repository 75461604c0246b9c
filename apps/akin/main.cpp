#include <exception>
#include <new>

#include <spdlog/sinks/stdout_color_sinks.h>
#include <spdlog/spdlog.h>

#include "akin/base/require.h"
#include "akin/nn/fast_start.h"

#include "command_line/commands.h"
#include "command_line/environment.h"
#include "command_line/terminal_output.h"
#include "command_line/usage.h"
#include "terminal/terminal.h"

namespace {

enum ExitStatus { done = 0, could_not = 1, wrong_usage = 2, interrupted = 130 };

/// Results go to standard output, everything else here.
void log_to_standard_error() {
  auto logger = spdlog::stderr_color_mt("akin", akin::app::standard_error().colours
                                                    ? spdlog::color_mode::automatic
                                                    : spdlog::color_mode::never);
  logger->set_level(spdlog::level::info);
  spdlog::set_default_logger(logger);
}

int run(int argc, char** argv) {
  CLI::App app(
      "Train small generative models and measure whether what they make is similar to the data, "
      "but new.",
      "akin");
  app.set_version_flag("--version", "akin " + akin::app::version_text());
  app.formatter(akin::app::help_formatter());
  app.require_subcommand(1);
  akin::app::add_train_command(app);
  akin::app::add_sample_command(app);
  akin::app::add_reconstruct_command(app);
  akin::app::add_evaluate_command(app);
  akin::app::add_compare_command(app);
  akin::app::add_serve_command(app);
  akin::app::add_data_command(app);
  akin::app::add_inspect_command(app);
  akin::app::add_import_command(app);
  akin::app::add_doctor_command(app);
  akin::app::add_shell_commands(app);
  try {
    app.parse(argc, argv);
  } catch (const CLI::Success& success) {
    app.exit(success);  // prints the help or the version
    akin::app::flush_results();
    return done;
  } catch (const CLI::ParseError& error) {
    const std::vector<std::string> words(argv + 1, argv + argc);
    spdlog::error("akin: {}", akin::app::usage_message(app, words, error));
    return wrong_usage;
  }
  akin::app::flush_results();
  return done;
}

}  // namespace

int main(int argc, char** argv) {
  akin::app::occupy_standard_streams();
  akin::nn::start_fast(argv);
  akin::app::install_signal_handlers();
  akin::app::limit_name_lookups();
  log_to_standard_error();
  akin::app::escape_control_characters();
  try {
    const auto blas = akin::app::describe_blas(akin::app::blas_in_use());
    if (blas.health == akin::app::Health::fix) {
      spdlog::warn("akin: {}", blas.advice);
    }
    return run(argc, argv);
  } catch (const akin::app::Interrupted&) {
    return interrupted;
  } catch (const akin::UsageError& error) {
    spdlog::error("akin: {}", error.what());
    return wrong_usage;
  } catch (const std::bad_alloc&) {
    spdlog::error(
        "akin: [memory] expected more of it than there is; try a smaller --batch-size, --count or "
        "--limit");
    return could_not;
  } catch (const std::exception& error) {
    // The first line only: what LibTorch throws carries a stack trace behind it.
    const std::string text = error.what();
    spdlog::error("akin: {}", text.substr(0, text.find('\n')));
    return could_not;
  }
}
