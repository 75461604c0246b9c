#pragma once

#include <functional>
#include <string>
#include <vector>

#include "akin/nn/autocast.h"

namespace akin::benchmarks {

/// Does one unit of work.
using Work = std::function<void()>;

/// The same training in two implementations: the reference and akin.
struct Race {
  std::string name;  ///< of the preset
  std::string unit;  ///< of work, as printed
  int turn;          ///< units that one side does before the other has its turn
  std::function<Work()> reference;
  std::function<Work(Precision)> akin;
};

/// Training steps of the GANs, epochs of the VAE with evaluation on the test split, training steps
/// of the Transformer, on synthetic data of the sizes of MNIST and tiny Shakespeare.
std::vector<Race> races();

}  // namespace akin::benchmarks
