#pragma once

#include <string>
#include <vector>

#include "akin/nn/flat_parameters.h"
#include "akin/nn/tensors.h"

namespace akin {

/// One per parameter.
using Gradients = std::vector<torch::Tensor>;

struct AdamOptions {
  double lr = 1e-3;
  double beta1 = 0.9;
  double beta2 = 0.999;
  double eps = 1e-8;
  double weight_decay = 0;  ///< of matrices and kernels only; 0: plain Adam
  double clip = 0;          ///< largest norm of the gradient; 0: any
  bool one_pass = true;     ///< on a CPU: the fused kernel; else LibTorch's operations
};

/// Adam (Kingma & Ba 2015, algorithm 1) over all parameters of a module as one vector:
///     m <- b1 m + (1 - b1) g,  v <- b2 v + (1 - b2) g^2,  p <- p - lr (m / (1 - b1^t)) / (sqrt(v /
///     (1 - b2^t)) + eps)
/// with decoupled weight decay (AdamW, Loshchilov & Hutter 2019, algorithm 2): before that, p <- p
/// - lr weight_decay p. Clipping: g <- g min(1, clip / |g|) over all parameters together (Pascanu
/// et al. 2013).
class Adam {
 public:
  Adam(torch::nn::Module& module, AdamOptions options);

  /// `gradients`: see FlatParameters::gradients(). `lr_factor`: the schedule's factor.
  void step(Gradients gradients, double lr_factor = 1.0);
  /// The step with the mean of the gradients of a batch's shards, by the weights of these.
  void step(std::vector<Gradients> shards, const std::vector<double>& weights, double lr_factor);

  [[nodiscard]] const nn::FlatParameters& parameters() const { return parameters_; }

  /// Live tensors that, with the parameters, determine every later step.
  [[nodiscard]] nn::NamedTensors state(const std::string& prefix) const;

 private:
  /// One gradient, or the mean of two of which `others` makes up `part`.
  struct Mean {
    Gradients gradients;
    Gradients others{};  ///< or empty
    double part = 0;
  };
  static void add_up(Mean& mean);
  void step(Mean mean, double lr_factor);
  template <class Work>
  void for_parameters(const Mean& mean, std::int64_t begin, std::int64_t end,
                      const Work& work) const;
  /// Of the gradient over all parameters, on a CPU.
  [[nodiscard]] double norm(const Mean& mean) const;
  /// Step `t`, the first being 1: on a CPU in one pass over the memory.
  void step_on_cpu(const Mean& mean, double t, double lr);
  void step_anywhere(Mean& mean, double t, double lr);

  nn::FlatParameters parameters_;
  AdamOptions options_;
  torch::Tensor decayed_;        // [total] 1 where weights decay, 0 elsewhere; undefined: nowhere
  torch::Tensor first_moment_;   // [total]
  torch::Tensor second_moment_;  // [total]
  torch::Tensor steps_;          // int64 scalar, a tensor so that it is saved like the rest
};

}  // namespace akin
