#include "akin/training/checkpoint.h"

#include <charconv>

#include "akin/base/require.h"
#include "akin/io/safetensors.h"

namespace akin {
namespace {

std::int64_t whole(const io::Safetensors& file, const std::string& key, const std::string& name) {
  const auto found = file.metadata.find(key);
  require(found != file.metadata.end(), "[{}] expected '{}' in the metadata, got none", name, key);
  const std::string& text = found->second;
  std::int64_t value = -1;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  require(error == std::errc() && end == text.data() + text.size() && value >= 0,
          "[{}] expected '{}' to be a whole number, got '{}'", name, key, text);
  return value;
}

Position position_in(const io::Safetensors& file, const std::string& name) {
  const Position position{whole(file, "step", name), whole(file, "steps", name)};
  require(position.steps == 0 || position.step <= position.steps,
          "[{}] expected at most {} steps done, got {}", name, position.steps, position.step);
  return position;
}

}  // namespace

void save_weights(const std::filesystem::path& path, const nn::NamedTensors& weights) {
  io::write_safetensors(path, {nn::to_raw(weights), {{"format", "pt"}}});
}

void save_state(const std::filesystem::path& path, const Trainable& trainable,
                const Position& position) {
  io::write_safetensors(path, {nn::to_raw(trainable.state()),
                               {{"format", "pt"},
                                {"step", std::to_string(position.step)},
                                {"steps", std::to_string(position.steps)}}});
}

Position load_state(const std::filesystem::path& path, Trainable& trainable) {
  const nn::NamedTensors live = trainable.state();
  const io::Safetensors file = nn::read_for(live, path);
  const std::string name = path.filename().string();
  const Position position = position_in(file, name);
  nn::copy_into(live, file, name);
  return position;
}

Position load_position(const std::filesystem::path& path) {
  return position_in(io::read_safetensors(path), path.filename().string());
}

}  // namespace akin
