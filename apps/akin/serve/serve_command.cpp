#include <string>
#include <vector>

#include "akin/base/require.h"

#include "command_line/commands.h"
#include "command_line/common.h"
#include "serve/server.h"

namespace akin::app {
namespace {

struct ServeOptions {
  std::vector<std::string> runs;
  bool demo = false;
  std::string data = "digits";
  Address address;
  std::int64_t threads = 0;
};

void run(const ServeOptions& options) {
  require<UsageError>(options.demo || !options.runs.empty(),
                      "[serve] expected runs to show, got none; train one, or try "
                      "`akin serve --demo`");
  const int listening = listen(options.address);  // first, since models take a while
  use_threads(options.threads);
  ModelRegistry models(options.data);
  for (const std::string& path : options.runs) {
    models.add(find_run(path));
  }
  if (options.demo) {
    for (const char* scenario : {"gan", "vae", "transformer"}) {
      models.add_training_slot(scenario);
    }
  } else {
    models.add_training_slot("");
  }
  serve(options.address, listening, models);
}

}  // namespace

void add_serve_command(CLI::App& app) {
  auto* command = app.add_subcommand("serve", "Serve an interactive page of trained models");
  auto options = std::make_shared<ServeOptions>();
  command->add_option("runs", options->runs, "runs to show (`latest`: the most recent one)")
      ->type_name("RUN...");
  command->add_flag("--demo", options->demo,
                    "train a GAN, a VAE and a Transformer live on the page");
  command
      ->add_option("--data", options->data, "data set of image models that are trained on the page")
      ->capture_default_str()
      ->type_name("NAME");
  command
      ->add_option("--host", options->address.host,
                   "address or name to listen at; 0.0.0.0: the whole network")
      ->capture_default_str();
  command->add_option("--port", options->address.port, "0: any free port")
      ->capture_default_str()
      ->check(CLI::Range(0, 65535));
  command
      ->add_option("--allow-host", options->address.names,
                   "another name of this server, such as that of a reverse proxy")
      ->allow_extra_args(false)
      ->type_name("NAME");
  command
      ->add_option("--base-path", options->address.base_path,
                   "path of the page behind a reverse proxy, such as /akin")
      ->type_name("PATH");
  command
      ->add_option("--announce", options->address.announced,
                   "address or URL that the class is told; default: that of the route to the "
                   "internet")
      ->type_name("ADDRESS");
  add_threads_option(*command, options->threads);
  command->callback([options] { run(*options); });
}

}  // namespace akin::app
