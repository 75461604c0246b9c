#include <algorithm>
#include <optional>
#include <string>
#include <vector>

#include "akin/base/require.h"
#include "akin/data/catalogue.h"
#include "akin/data/text_origin.h"

#include "command_line/commands.h"
#include "command_line/common.h"
#include "serve/lesson.h"
#include "serve/server.h"

namespace akin::app {
namespace {

struct ServeOptions {
  std::vector<std::string> runs;
  bool demo = false;
  bool lesson = false;
  std::string folder = "lesson";
  double minutes = 12;
  std::string data;
  Address address;
  std::int64_t threads = 0;
};

/// Images that are trained on live: in a lesson those of its models, if they are here.
std::string live_data(const ServeOptions& options) {
  if (!options.data.empty() && !(options.lesson && data::is_text(options.data))) {
    return options.data;
  }
  const auto mnist = data::locate(data::find_entry("mnist"));
  const bool here = std::all_of(mnist.begin(), mnist.end(), [](const auto& file) { return file; });
  return options.lesson && here ? "mnist" : "digits";
}

void run(const ServeOptions& options) {
  require<UsageError>(options.demo || options.lesson || !options.runs.empty(),
                      "[serve] expected runs to show, got none; train one, or try "
                      "`akin serve --lesson`");
  const int listening = listen(options.address);  // first, since models take a while
  use_threads(options.threads);
  ModelRegistry models(live_data(options));
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
  std::optional<Lesson> lesson;
  if (options.lesson) {
    lesson.emplace(models,
                   LessonOptions{options.folder, options.data, options.minutes, options.threads});
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
  auto* lesson =
      command
          ->add_option(
              "--lesson", options->folder,
              "train the models of all chapters in this folder while the page is served, or "
              "continue to")
          ->expected(0, 1)
          ->capture_default_str()
          ->type_name("DIR");
  command->add_option("--minutes", options->minutes, "training of a lesson, in all")
      ->capture_default_str()
      ->check(CLI::Range(0.1, 1e5))
      ->needs(lesson);
  command
      ->add_option(
          "--data", options->data,
          "images of models that are trained on the page (default: digits); with --lesson, "
          "your own images or text in the place of MNIST or Shakespeare")
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
  command->callback([options, lesson] {
    options->lesson = lesson->count() > 0;
    run(*options);
  });
}

}  // namespace akin::app
