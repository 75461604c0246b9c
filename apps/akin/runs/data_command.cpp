#include <algorithm>
#include <memory>

#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include "akin/base/require.h"
#include "akin/data/catalogue.h"
#include "akin/data/image_data.h"
#include "akin/data/rings.h"
#include "akin/data/text_data.h"
#include "akin/data/text_origin.h"
#include "akin/experiment/recipe.h"
#include "akin/pictures/picture_files.h"
#include "akin/pictures/scatter.h"
#include "akin/pictures/sheet.h"
#include "akin/tokens/plain_text.h"

#include "command_line/commands.h"
#include "command_line/common.h"
#include "command_line/options.h"

namespace akin::app {
namespace {

namespace fs = std::filesystem;

struct DataOptions {
  data::ImageRequest request;
  Given given;  ///< of request.options, as typed
  std::int64_t count = 20;
  std::string out;
  bool force = false;
};

/// "built in", the folder the files lie in, or "to download".
std::string where(const data::Entry& entry) {
  if (entry.files.empty()) {
    return "built in";
  }
  const auto paths = data::locate(entry);
  const bool whole = std::all_of(paths.begin(), paths.end(), [](const auto& p) { return p; });
  return whole ? paths[0]->parent_path().string() : "to download";
}

void list() {
  std::size_t widest = 5;
  for (const data::Entry& entry : data::catalogue()) {
    widest = std::max(widest, where(entry).size());
  }
  fmt::print("{:<16} {:<7} {:<{}}  {}\n", "name", "kind", "where", widest, "description");
  for (const data::Entry& entry : data::catalogue()) {
    fmt::print("{:<16} {:<7} {:<{}}  {}\n", entry.name, entry.kind, where(entry), widest,
               entry.description);
  }
  fmt::print("Also any path: an IDX file of images, a folder of PNG files, a text file.\n");
}

void fetch(const std::string& name) {
  const data::Entry& entry = data::find_entry(name);
  data::fetch(entry, download_progress());
  for (std::size_t i = 0; i < entry.files.size(); ++i) {
    (void)data::read_file_of(entry, i);  // checks what was there before, too
    fmt::print("{}\n", data::locate(entry)[i]->string());
  }
  if (entry.files.empty()) {
    fmt::print("{} is built in: nothing to fetch\n", entry.name);
  }
}

/// The first `count` images of each class, one class after another, black where there are fewer;
/// the first ten rows of `count` where there are no classes.
std::vector<std::uint8_t> pick(const data::Images& images, std::int64_t count) {
  const auto area =
      static_cast<std::size_t>(images.height()) * static_cast<std::size_t>(images.width());
  const auto rows = static_cast<std::size_t>(images.classes() > 0 ? images.classes() : 10);
  const auto columns = static_cast<std::size_t>(count);
  std::vector<std::uint8_t> pixels(rows * columns * area);
  std::vector<std::size_t> shown(rows);
  for (std::int64_t i = 0; i < images.size(); ++i) {
    const auto row = static_cast<std::size_t>(images.classes() > 0 ? images.label(i) : i / count);
    if (row < rows && shown[row] < columns) {
      const auto source = images.pixels(i);
      std::copy(
          source.begin(), source.end(),
          pixels.begin() + static_cast<std::ptrdiff_t>((row * columns + shown[row]++) * area));
    }
  }
  return pixels;
}

pictures::Picture draw(const data::ImageData& data, std::int64_t count) {
  const std::vector<std::uint8_t> pixels = pick(data.train, count);
  pictures::SheetOptions options;
  options.columns = static_cast<int>(count);
  options.scale = data.train.width() < 64 ? 2 : 1;
  options.row_labels = data.train.class_names();
  options.title = fmt::format("{}: {} training images", data.name, data.train.size());
  return pictures::sheet({pixels, data.train.image_size()}, options);
}

void print_counts(const data::ImageData& data) {
  constexpr const char* row = "{:<16} {:>9} {:>9} {:>9}\n";
  fmt::print(fmt::runtime(row), data.name, "train", "holdout", "test");
  const auto train = data.train.class_counts();
  const auto validation = data.validation.class_counts();
  const auto test = data.test.class_counts();
  for (std::size_t i = 0; i < train.size(); ++i) {
    fmt::print(fmt::runtime(row), data.train.class_names()[i], train[i], validation[i],
               i < test.size() ? test[i] : 0);
  }
  fmt::print(fmt::runtime(row), "all", data.train.size(), data.validation.size(), data.test.size());
  fmt::print("{} x {} pixels, SHA-256 {}\n", data.train.width(), data.train.height(), data.sha256);
}

void write_picture(const DataOptions& options, const std::string& name,
                   const pictures::Picture& picture) {
  const fs::path path =
      options.out.empty() ? numbered("data-" + name, ".png") : fs::path(options.out);
  pictures::write_png(path, picture);
  fmt::print("{}\n", path.string());
}

void show_images(const DataOptions& options) {
  const data::ImageData data = data::load_images(options.request, loading_progress());
  print_counts(data);
  write_picture(options, data.name, draw(data, options.count));
}

void show_rings(const DataOptions& options) {
  pictures::Scatter scatter(1.6, 480);
  scatter.add("rings", data::Rings().points(2000, 0));
  write_picture(options, "rings", scatter.picture());
}

/// The first lines.
void show_text(const DataOptions& options) {
  std::int64_t missing = options.count;
  const auto origin = data::find_text(options.request.data, download_progress());
  tokens::plain_text(origin.bytes, origin.who)([&](std::string_view piece) {
    std::size_t end = 0;
    for (; missing > 0 && end < piece.size(); ++end) {
      missing -= piece[end] == '\n' ? 1 : 0;
    }
    fmt::print("{}", piece.substr(0, end));
  });
}

void show(const DataOptions& options) {
  require<UsageError>(options.count >= 1 && options.count <= 200,
                      "[data] expected --count from 1 to 200, got {}", options.count);
  if (!options.out.empty()) {
    require_new(options.out, options.force, {data::path_of(options.request.data)});
  }
  const data::Entry* entry = data::known_entry(options.request.data);
  if (data::is_text(options.request.data)) {
    show_text(options);
  } else if (entry != nullptr && entry->kind == "points") {
    show_rings(options);
  } else {
    show_images(options);
  }
}

void add_show(CLI::App& data, const std::shared_ptr<DataOptions>& options) {
  CLI::App* command = data.add_subcommand("show", "Show some of a data set and count its classes");
  data::ImageRequest& request = options->request;
  command->add_option("name", request.data, "Name or path")->required()->type_name("DATA");
  command->add_option("--out", options->out, "PNG file to write (default: data-NAME-1.png, ...)")
      ->type_name("FILE");
  command->add_flag("--force", options->force, "Replace the file where it exists");
  command->add_option("--count", options->count, "Images of each class, or lines of text")
      ->capture_default_str();
  command->add_option("--holdout", request.holdout,
                      "Keep the last N training images out (default: a sixth)");
  command->add_option("--limit", request.limit, "Only the first N training images (0: all)")
      ->capture_default_str();
  command->add_option("--skew", request.skew, "LABEL:SHARE, make a class that share of all");
  command->add_option("--seed", request.seed, "Which images --skew takes")->capture_default_str();
  Fields fields;
  describe(fields, request.options);
  add_options(*command, fields, options->given, "Pictures");
  command->callback([options] {
    Fields typed;
    describe(typed, options->request.options);
    typed.set(options->given);
    show(*options);
  });
}

}  // namespace

void add_data_command(CLI::App& app) {
  const auto options = std::make_shared<DataOptions>();
  CLI::App* data = app.add_subcommand("data", "List, fetch and show data sets");
  data->require_subcommand(1);
  data->add_subcommand("list", "List the data sets known by name")->callback(list);
  CLI::App* fetch_command = data->add_subcommand("fetch", "Download a data set and check it");
  fetch_command->add_option("name", options->request.data, "Name")->required()->type_name("DATA");
  fetch_command->callback([options] { fetch(options->request.data); });
  add_show(*data, options);
  add_classifier_command(*data);
}

}  // namespace akin::app
