#include <algorithm>
#include <memory>
#include <string_view>
#include <unordered_map>

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <spdlog/spdlog.h>

#include "akin/base/require.h"
#include "akin/base/utf8.h"
#include "akin/data/catalogue.h"
#include "akin/data/image_data.h"
#include "akin/data/rings.h"
#include "akin/data/text_data.h"
#include "akin/data/text_origin.h"
#include "akin/experiment/dataset.h"
#include "akin/experiment/family.h"
#include "akin/pictures/picture_files.h"
#include "akin/pictures/scatter.h"
#include "akin/pictures/sheet.h"
#include "akin/tokens/plain_text.h"
#include "akin/tokens/tokenizer.h"

#include "command_line/commands.h"
#include "command_line/common.h"
#include "command_line/options.h"
#include "sample/sample_sheet.h"

namespace akin::app {
namespace {

namespace fs = std::filesystem;

struct DataOptions {
  std::string name;  ///< to fetch
  Recipe recipe;     ///< of which the data are shown as it would be trained on them
  Given given;       ///< of recipe.data.images, as typed
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

/// "11 MB"; "-" for what is built in; "?" where the size is not known.
std::string download_size(const data::Entry& entry) {
  if (entry.files.empty()) {
    return "-";
  }
  const std::uint64_t size = entry.download_size();
  return size == 0 ? "?" : fmt::format("{:.3g} MB", static_cast<double>(size) / 1e6);
}

/// Origin and licence, mirrors and SHA-256 of everything that is downloaded.
void list_sources() {
  for (const data::Entry& entry : data::catalogue()) {
    fmt::print("{}: {}\n  {}\n", entry.name, entry.description, entry.source);
    for (const data::Entry::File& file : entry.files) {
      fmt::print("  {}  {}{}\n", file.name, file.remote.sha256,
                 file.remote.packed ? " (of the download)" : "");
      for (const std::string& mirror : file.remote.mirrors) {
        fmt::print("    {}\n", mirror);
      }
    }
  }
}

void list() {
  std::size_t widest = 5;
  for (const data::Entry& entry : data::catalogue()) {
    widest = std::max(widest, where(entry).size());
  }
  fmt::print("{:<16} {:<7} {:>8}  {:<{}}  {}\n", "name", "kind", "size", "where", widest,
             "description");
  for (const data::Entry& entry : data::catalogue()) {
    fmt::print("{:<16} {:<7} {:>8}  {:<{}}  {}\n", entry.name, entry.kind, download_size(entry),
               where(entry), widest, entry.description);
  }
  fmt::print(
      "Also any path: a folder or archive of pictures, images as numbers (IDX, CSV, .npy, .npz, "
      "CIFAR's .bin), a text file, a folder or archive of them, a table of texts (CSV, JSON "
      "lines).\n");
}

void fetch(const std::string& name) {
  const data::Entry& entry = data::find_entry(name);
  data::fetch(entry, download_progress());
  for (std::size_t i = 0; i < entry.files.size(); ++i) {
    // What was there before is checked, too.
    entry.files[i].remote.packed ? (void)data::checked_download(entry, i)
                                 : (void)data::read_file_of(entry, i);
    fmt::print("{}\n", data::locate(entry)[i]->string());
  }
  if (entry.files.empty()) {
    fmt::print("{} is built in: nothing to fetch\n", entry.name);
  }
}

/// The first `count` images of each class, one class after another, black where there are fewer;
/// the first ten rows of `count` where there are no classes.
std::vector<std::uint8_t> pick(const data::Images& images, std::int64_t count) {
  const std::size_t size = images.image_size().values();
  const auto rows = static_cast<std::size_t>(images.classes() > 0 ? images.classes() : 10);
  const auto columns = static_cast<std::size_t>(count);
  std::vector<std::uint8_t> pixels(rows * columns * size);
  std::vector<std::size_t> shown(rows);
  for (std::int64_t i = 0; i < images.size(); ++i) {
    const auto row = static_cast<std::size_t>(images.classes() > 0 ? images.label(i) : i / count);
    if (row < rows && shown[row] < columns) {
      const auto source = images.pixels(i);
      std::copy(
          source.begin(), source.end(),
          pixels.begin() + static_cast<std::ptrdiff_t>((row * columns + shown[row]++) * size));
    }
  }
  return pixels;
}

pictures::Picture draw(const data::ImageData& data, std::int64_t count) {
  const std::vector<std::uint8_t> pixels = pick(data.train, count);
  pictures::SheetOptions options;
  options.columns = static_cast<int>(count);
  options.scale = sheet_scale(data.train.image_size());
  options.row_labels = data.train.class_names();
  options.title = fmt::format("{}: {} training images", data.name, data.train.size());
  return pictures::sheet({pixels, data.train.image_size()}, options);
}

void print_counts(const data::ImageData& data) {
  std::size_t widest = std::max<std::size_t>(utf8::columns(data.name), 16);
  for (const std::string& name : data.train.class_names()) {
    widest = std::max(widest, utf8::columns(name));
  }
  const auto row = [&](const std::string& name, const auto& train, const auto& validation,
                       const auto& test) {
    fmt::print("{} {:>9} {:>10} {:>9}\n", utf8::padded(utf8::without_controls(name), widest), train,
               validation, test);
  };
  row(data.name, "train", "validation", "test");
  const auto train = data.train.class_counts();
  const auto validation = data.validation.class_counts();
  const auto test = data.test.class_counts();
  const auto at = [](const std::vector<std::int64_t>& counts, std::size_t i) {
    return i < counts.size() ? counts[i] : 0;
  };
  for (std::size_t i = 0; i < train.size(); ++i) {
    row(data.train.class_names()[i], train[i], at(validation, i), at(test, i));
  }
  row("all", data.train.size(), data.validation.size(), data.test.size());
}

/// "1000 of 40 x 52, 30 of 64 x 64 and 12 other sizes": the most frequent first.
std::string sizes_found(const data::ImageData& data) {
  constexpr std::size_t most = 3;
  std::vector<std::pair<std::int64_t, std::pair<int, int>>> sizes;
  for (const auto& [size, count] : data.sizes) {
    sizes.emplace_back(count, size);
  }
  std::sort(sizes.rbegin(), sizes.rend());
  std::vector<std::string> texts;
  for (std::size_t i = 0; i < std::min(most, sizes.size()); ++i) {
    const auto& [count, size] = sizes[i];
    texts.push_back(fmt::format("{} of {} x {}", count, size.first, size.second));
  }
  const std::string text = fmt::format("{}", fmt::join(texts, ", "));
  return sizes.size() > most ? fmt::format("{} and {} other sizes", text, sizes.size() - most)
                             : text;
}

/// How often an image occurs more than once within a part, and in two parts.
struct Duplicates {
  std::int64_t within = 0;
  std::int64_t across = 0;
};

Duplicates count_duplicates(const data::ImageData& data) {
  std::unordered_map<std::string_view, int> first;  // part of the first occurrence
  Duplicates found;
  int part = 0;
  for (const data::Images* images : {&data.train, &data.validation, &data.test}) {
    for (std::int64_t i = 0; i < images->size(); ++i) {
      const auto [at, is_new] = first.try_emplace(io::as_text(images->pixels(i)), part);
      if (!is_new) {
        ++(at->second == part ? found.within : found.across);
      }
    }
    ++part;
  }
  return found;
}

void print_facts(const data::ImageData& data) {
  const ImageSize size = data.train.image_size();
  const auto line = [](const char* what, const std::string& text) {
    fmt::print("{:<11} {}\n", what, text);
  };
  line("images", fmt::format("{} x {} pixels, {}", size.width, size.height,
                             size.channels == 3 ? "colour" : "grey"));
  if (!data.sizes.empty()) {
    line("found", sizes_found(data));
  }
  line("parts", data.split);
  const Duplicates duplicates = count_duplicates(data);
  line("duplicates",
       fmt::format("{} within a part, {} in two parts", duplicates.within, duplicates.across));
  line("blank", std::to_string(data.train.count_blank() + data.validation.count_blank() +
                               data.test.count_blank()));
  for (const std::string& note : data.notes) {
    line("note", utf8::without_controls(note));
  }
  line("SHA-256", data.sha256);
}

void write_picture(const DataOptions& options, const std::string& name,
                   const pictures::Picture& picture) {
  const fs::path path =
      options.out.empty() ? numbered("data-" + name, ".png") : fs::path(options.out);
  pictures::write_png(path, picture);
  fmt::print("{}\n", path.string());
}

void show_images(const DataOptions& options, const data::ImageData& data) {
  print_counts(data);
  print_facts(data);
  write_picture(options, data.name, draw(data, options.count));
}

void show_rings(const DataOptions& options) {
  pictures::Scatter scatter(1.6, 480);
  scatter.add("rings", data::Rings().points(2000, 0));
  write_picture(options, "rings", scatter.picture());
}

/// The first lines.
void print_start(const DataOptions& options) {
  const data::TextFile text = std::move(
      data::find_text(options.recipe.data.data, options.recipe.data.text_column, {}).texts.front());
  std::int64_t missing = options.count;
  tokens::plain_text(text.bytes, text.who)([&](std::string_view piece) {
    std::size_t end = 0;
    for (; missing > 0 && end < piece.size(); ++end) {
      missing -= piece[end] == '\n' ? 1 : 0;
    }
    fmt::print("{}", piece.substr(0, end));
  });
  fmt::print("{}", missing > 0 ? "\n" : "");
}

/// How many documents a sequence has, each of which ends with "\n".
std::int64_t count_documents(const data::TextData& data, const tokens::TokenSequence& part) {
  const auto bounds = data::document_bounds(part, tokens::newline_of(*data.tokenizer));
  return std::max<std::int64_t>(std::ssize(bounds) - 1, 0);
}

void show_text(const DataOptions& options, const data::TextData& data) {
  constexpr std::size_t most = 20;  // texts listed
  const auto line = [](const char* what, const std::string& text) {
    fmt::print("{:<11} {}\n", what, utf8::without_controls(text));
  };
  line("text", data.name);
  for (std::size_t i = 0; i < std::min(most, data.sources.size()); ++i) {
    const data::TextData::Source& source = data.sources[i];
    line("from", fmt::format("{}: {} characters in {} lines", source.who, source.characters,
                             source.documents));
  }
  if (data.sources.size() > most) {
    line("", fmt::format("and {} more", data.sources.size() - most));
  }
  line("characters",
       fmt::format("{} train, {} validation", data.train_characters, data.validation_characters));
  if (data.documents) {
    line("documents", fmt::format("{} train, {} validation", count_documents(data, data.train),
                                  count_documents(data, data.validation)));
  }
  line("tokens",
       fmt::format("{} different {}", data.tokenizer->vocabulary_size(), data.tokenizer->kind()));
  for (const std::string& note : data.notes) {
    line("note", note);
  }
  line("SHA-256", data.sha256);
  fmt::print("\n");
  print_start(options);
}

void show(const DataOptions& options) {
  const DataSettings& settings = options.recipe.data;
  require<UsageError>(options.count >= 1 && options.count <= 200,
                      "[data] expected --count from 1 to 200, got {}", options.count);
  if (!options.out.empty()) {
    require_new(options.out, options.force, settings.paths());
  }
  const data::Entry* entry = data::known_entry(settings.data.front());
  if (entry != nullptr && entry->kind == "points") {
    show_rings(options);
    return;
  }
  const Dataset data = load_dataset(options.recipe, loading_progress());
  data.text ? show_text(options, *data.text) : show_images(options, *data.images);
}

void add_show(CLI::App& data, const std::shared_ptr<DataOptions>& options) {
  CLI::App* command = data.add_subcommand("show", "Show some of a data set and count its classes");
  DataSettings& settings = options->recipe.data;
  command->add_option("name", settings.data, "Names or paths")->required()->type_name("DATA");
  command->add_option("--out", options->out, "PNG file to write (default: data-NAME-1.png, ...)")
      ->type_name("FILE");
  command->add_flag("--force", options->force, "Replace the file where it exists");
  command->add_option("--count", options->count, "Images of each class, or lines of text")
      ->capture_default_str();
  command->add_option("--holdout", settings.holdout,
                      "Keep N training images or characters for validation (default: the data's "
                      "own part, else a sixth, or a tenth of text)");
  command
      ->add_option("--limit", settings.limit,
                   "Only N training images, of all classes in proportion (0: all)")
      ->capture_default_str();
  command->add_option("--skew", settings.skew, "CLASS:SHARE, make a class that share of all");
  command->add_option("--seed", options->recipe.training.seed, "Which images --skew takes")
      ->capture_default_str();
  command->add_option("--text-column", settings.text_column,
                      "Column of a CSV table, or field of JSON lines, with the texts");
  Fields fields;
  describe(fields, settings.images);
  add_options(*command, fields, options->given, "Pictures");
  command->callback([options] {
    Fields typed;
    describe(typed, options->recipe.data.images);
    typed.set(options->given);
    show(*options);
  });
}

}  // namespace

void add_data_command(CLI::App& app) {
  const auto options = std::make_shared<DataOptions>();
  // Of a family that trains on images and texts, with nothing chosen.
  options->recipe = find_family("transformer").presets.front().recipe;
  options->recipe.data.data.clear();
  CLI::App* data = app.add_subcommand("data", "List, fetch and show data sets");
  data->require_subcommand(1);
  const auto sources = std::make_shared<bool>(false);
  CLI::App* list_command = data->add_subcommand("list", "List the data sets known by name");
  list_command->add_flag("--sources", *sources, "Licences, mirrors and SHA-256 of downloads");
  list_command->callback([sources] { *sources ? list_sources() : list(); });
  CLI::App* fetch_command = data->add_subcommand("fetch", "Download a data set and check it");
  fetch_command->add_option("name", options->name, "Name")->required()->type_name("DATA");
  fetch_command->callback([options] { fetch(options->name); });
  add_show(*data, options);
  add_classifier_command(*data);
}

}  // namespace akin::app
