#pragma once

#include <functional>
#include <string>
#include <vector>

#include "akin/nn/autocast.h"

namespace akin::benchmarks {

/// Does one unit of its work.
using Work = std::function<void()>;

/// The same work done twice: by the textbook and by akin.
struct Race {
  std::string name;  ///< of the preset
  std::string unit;  ///< of work, for people
  int turn;          ///< units done in a row before it is the other's turn
  std::function<Work()> textbook;
  std::function<Work(Precision)> akin;
};

/// Training steps of the GANs, an epoch of the VAE with its test pass, iterations of the
/// Transformer: on made-up data of the sizes of MNIST and tiny Shakespeare.
std::vector<Race> races();

}  // namespace akin::benchmarks
