#include "sample_text.h"

#include <cstdio>
#include <iostream>
#include <iterator>
#include <sstream>
#include <vector>

#include <fmt/format.h>

#include "akin/base/require.h"
#include "akin/io/file.h"

#include "character_stream.h"
#include "common.h"

namespace akin::app {
namespace {

constexpr std::uint64_t largest_prompt = std::uint64_t{16} << 20U;

std::string read_prompt(const std::string& path) {
  if (path != "-") {
    return io::read_text(path, largest_prompt);
  }
  return {std::istreambuf_iterator<char>(std::cin), std::istreambuf_iterator<char>()};
}

/// Of documents a prompt a line, of running text the whole file as one.
std::vector<std::string> prompts(const TextOptions& options, bool documents) {
  if (options.prompt_file.empty()) {
    return {options.prompt};
  }
  std::string text = read_prompt(options.prompt_file);
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
  require<UsageError>(!lines.empty(), "[--prompt-file] expected a prompt a line, got none in {}",
                      options.prompt_file);
  return lines;
}

void write_all(const TextOptions& options, const TextModel& model,
               const std::function<void(const std::string&)>& put) {
  inference::Decoder decoder = model.decoder();
  bool first = true;
  for (const std::string& prompt : prompts(options, model.documents())) {
    const auto tokens = model.tokenizer().encode(prompt);
    for (std::int64_t i = 0; i < options.count; ++i) {
      if (!first && !model.documents()) {
        put("---\n");
      }
      first = false;
      put(prompt);
      CharacterStream stream;
      model.write(decoder, tokens, options.writing, static_cast<std::uint64_t>(options.seed + i),
                  [&](tokens::Token token, std::span<const float>) {
                    put(stream.add(model.tokenizer().decode({&token, 1})));
                    return true;
                  });
      put(stream.end() + "\n");
    }
  }
}

}  // namespace

const char* TextOptions::sampling_option() const {
  const tokens::SamplingOptions usual;
  if (writing.sampling.temperature != usual.temperature) {
    return "--temperature";
  }
  if (writing.sampling.top_k != usual.top_k) {
    return "--top-k";
  }
  return writing.sampling.top_p != usual.top_p ? "--top-p" : nullptr;
}

void add_text_options(CLI::App& command, TextOptions& options) {
  auto* prompt = command.add_option("--prompt", options.prompt, "text to go on with");
  command
      .add_option("--prompt-file", options.prompt_file,
                  "file with the prompt, of documents one a line; -: standard input")
      ->type_name("FILE")
      ->excludes(prompt);
  command.add_option("--length", options.writing.length, "tokens of text to write at most")
      ->capture_default_str()
      ->check(CLI::Range(std::int64_t{1}, std::int64_t{1} << 30U))
      ->type_name("N");
  auto& sampling = options.writing.sampling;
  command
      .add_option("--temperature", sampling.temperature,
                  "of a transformer: above 1 bolder, 0 always the most likely")
      ->capture_default_str();
  command.add_option("--top-k", sampling.top_k, "only the K most likely tokens; 0: all")
      ->capture_default_str()
      ->type_name("K");
  command
      .add_option("--top-p", sampling.top_p,
                  "only the likeliest tokens that have this share of all")
      ->capture_default_str()
      ->type_name("P");
}

void sample_text(const TextOptions& options, const TextModel& model) {
  tokens::check(options.writing.sampling, model.tokenizer().vocabulary_size());
  if (options.out.empty()) {
    write_all(options, model, [](const std::string& text) {
      fmt::print("{}", text);
      std::fflush(stdout);
    });
    return;
  }
  require_new(options.out, options.force);
  std::string all;
  write_all(options, model, [&](const std::string& text) { all += text; });
  io::write_atomically(options.out, all);
  fmt::print("{}\n", options.out);
}

}  // namespace akin::app
