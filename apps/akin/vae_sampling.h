#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <string>

#include <CLI/CLI.hpp>

#include "akin/experiment/recipe.h"
#include "akin/models/generative_model.h"

namespace akin::app {

/// What `akin sample` can do with a VAE alone.
struct VaeSampleOptions {
  std::string draw;  ///< empty, "mean" or "pixels"
  bool from_prior = false;
  bool from_posterior_mixture = false;
  std::optional<std::int64_t> from;  ///< both or none
  std::optional<std::int64_t> to;

  [[nodiscard]] bool any() const {
    return !draw.empty() || from_prior || from_posterior_mixture || from || to;
  }
};

/// `interpolate`: the command's --interpolate, which --from and --to go with; `count`: its --count,
/// which they do not.
void add_vae_sample_options(CLI::App& command, VaeSampleOptions& options, CLI::Option* interpolate,
                            CLI::Option* count);

/// The model itself, or one that samples as the options say. Errors: options that it cannot do.
std::shared_ptr<GenerativeModel> with_vae_options(std::shared_ptr<GenerativeModel> model,
                                                  const VaeSampleOptions& options,
                                                  const Recipe& recipe);

/// A film from one unseen image to another and back, through the codes between theirs.
void write_walk_between_images(const std::filesystem::path& out,
                               const std::shared_ptr<GenerativeModel>& model,
                               const VaeSampleOptions& options, const Recipe& recipe);

}  // namespace akin::app
