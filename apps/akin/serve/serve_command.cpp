#include "akin/base/require.h"

#include "commands.h"
#include "common.h"
#include "serve/server.h"

namespace akin::app {
namespace {

void run(const ServeOptions& options) {
  use_threads(options.threads);
  std::vector<Exhibit> exhibits;
  for (const std::string& path : options.runs) {
    exhibits.emplace_back(std::ssize(exhibits), find_run(path));
  }
  serve(options, std::move(exhibits));
}

}  // namespace

void add_serve_command(CLI::App& app) {
  auto* command = app.add_subcommand("serve", "a live page of trained models, for a class");
  auto options = std::make_shared<ServeOptions>();
  command->add_option("runs", options->runs, "runs to show (`latest`: the last one)")
      ->required()
      ->type_name("RUN...");
  command
      ->add_option("--host", options->host, "address to listen at; 0.0.0.0: for the whole network")
      ->capture_default_str();
  command->add_option("--port", options->port, "0: any that is free")
      ->capture_default_str()
      ->check(CLI::Range(0, 65535));
  add_threads_option(*command, options->threads);
  command->callback([options] { run(*options); });
}

}  // namespace akin::app
