#pragma once

#include "akin/base/require.h"
#include "akin/nn/torch.h"

namespace akin::nn {

/// For the backward pass of an operation that is differentiable once: error where gradients are
/// computed with a history of their own, which would lack this part.
inline void require_last_derivative(const char* operation) {
  require(!torch::GradMode::is_enabled(),
          "[{}] expected a first derivative, got the wish for a second (create_graph)", operation);
}

}  // namespace akin::nn
