#pragma once

#include <string>

#include "akin/evaluation/evaluation.h"
#include "akin/evaluation/likelihood.h"

namespace akin::app {

/// Prints an evaluation as people read it: each figure beside its control and what it says; then
/// the conclusions.
void print_evaluation(const Evaluation& evaluation);

/// One line: "88.31 nats an image, at most: importance-weighted bound ...".
std::string likelihood_text(const Likelihood& likelihood, bool binary_pixels);

}  // namespace akin::app
