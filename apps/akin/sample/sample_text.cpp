#include "sample/sample_text.h"

#include <algorithm>
#include <cstdio>
#include <iostream>
#include <iterator>
#include <sstream>
#include <vector>

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <spdlog/spdlog.h>

#include "akin/base/utf8.h"
#include "akin/io/file.h"
#include "akin/tokens/plain_text.h"
#include "akin/tokens/prompt.h"

#include "command_line/character_stream.h"
#include "command_line/common.h"

namespace akin::app {
namespace {

constexpr std::uint64_t largest_prompt = std::uint64_t{16} << 20U;

std::string read_prompt(const std::string& path) {
  if (path != "-") {
    return io::read_input(path, largest_prompt);
  }
  return {std::istreambuf_iterator<char>(std::cin), std::istreambuf_iterator<char>()};
}

/// One prompt per line for documents, the whole file as one otherwise.
std::vector<std::string> prompts(const TextOptions& options, bool documents) {
  if (options.prompt_file.empty()) {
    return {options.prompt};
  }
  std::string text =
      tokens::plain_text(read_prompt(options.prompt_file),
                         options.prompt_file == "-" ? "standard input" : options.prompt_file);
  if (text.ends_with('\n')) {
    text.pop_back();
  }
  if (!documents) {
    return {text};
  }
  std::vector<std::string> lines;
  std::istringstream stream(text);
  for (std::string line; std::getline(stream, line);) {
    lines.push_back(line);
  }
  return lines.empty() ? std::vector<std::string>{""} : lines;
}

/// Names the characters that the vocabulary lacks, each once.
void report_replaced(const std::vector<tokens::Prompt>& prompts) {
  constexpr std::size_t most = 10;
  std::vector<std::string> names;
  for (const tokens::Prompt& prompt : prompts) {
    for (const auto& [character, by] : prompt.replaced) {
      const std::string name = utf8::quoted(utf8::decode(character).code_point) +
                               (by.empty() ? " left out" : fmt::format(" read as '{}'", by));
      if (std::find(names.begin(), names.end(), name) == names.end()) {
        names.push_back(name);
      }
    }
  }
  if (!names.empty()) {
    const std::string rest = names.size() > most ? " and others" : "";
    names.resize(std::min(names.size(), most));
    spdlog::warn("the vocabulary lacks characters of the prompt: {}{}", fmt::join(names, ", "),
                 rest);
  }
}

void write_all(const TextOptions& options, const TextGenerator& model,
               const std::function<void(const std::string&)>& put) {
  inference::Decoder decoder = model.decoder();
  const GenerationOptions generation = {model.sampling(), options.length};
  bool first = true;
  std::vector<tokens::Prompt> encoded;
  for (const std::string& prompt : prompts(options, model.documents())) {
    encoded.push_back(tokens::encode_prompt(model.tokenizer(), prompt));
  }
  report_replaced(encoded);
  for (const tokens::Prompt& prompt : encoded) {
    for (std::int64_t i = 0; i < options.count; ++i) {
      if (!first && !model.documents()) {
        put("---\n");
      }
      first = false;
      put(prompt.text);
      CharacterStream stream;
      model.generate(decoder, prompt.tokens, generation,
                     static_cast<std::uint64_t>(options.seed + i),
                     [&](tokens::Token token, std::span<const float>) {
                       put(stream.add(model.tokenizer().decode({&token, 1})));
                       return true;
                     });
      put(stream.end() + "\n");
    }
  }
}

}  // namespace

void add_text_options(CLI::App& command, TextOptions& options) {
  auto* prompt = command.add_option("--prompt", options.prompt, "text to continue");
  command
      .add_option("--prompt-file", options.prompt_file,
                  "file with the prompt, for documents one per line; -: standard input")
      ->type_name("FILE")
      ->excludes(prompt);
  command.add_option("--length", options.length, "largest number of tokens of text")
      ->capture_default_str()
      ->check(CLI::Range(std::int64_t{1}, std::int64_t{1} << 30U))
      ->type_name("N");
}

void sample_text(const TextOptions& options, const TextGenerator& model) {
  tokens::check(model.sampling());
  if (options.out.empty()) {
    write_all(options, model, [](const std::string& text) {
      fmt::print("{}", text);
      std::fflush(stdout);
    });
    return;
  }
  std::string all;
  write_all(options, model, [&](const std::string& text) { all += text; });
  io::write_atomically(options.out, all);
  fmt::print("{}\n", options.out);
}

}  // namespace akin::app
