#pragma once

#include "support/tiny_run.h"

namespace akin::tests {

/// A working directory with the tiny data and a finished run of a VAE named "run". The data have no
/// test part: 20 images, a sixth, are held out.
class TrainedVae : public TinyFolder {
 public:
  explicit TrainedVae(const Words& more = {}, const std::string& latent_dim = "2") {
    const AppResult result =
        run(Words{"train", "vae", "--data", tiny_data, "--batch-size", "8", "--latent-dim",
                  latent_dim, "--encoder-width", "4", "--decoder-width", "4", "--threads", "1",
                  "--steps", "6", "--out", "run"} +
            more);
    require(result.status == 0, "[tests] expected a trained run, got: {}", result.errors);
  }
};

}  // namespace akin::tests
