#pragma once

namespace akin::metrics {

/// What a set of points is placed by.
struct Findings {
  double frechet_distance = 0;
  double authenticity = 0;  ///< share of authentic samples
};

/// Where a model stands in the picture of all models: the control is at (1, 1), noise makers at the
/// left, copiers at the bottom.
struct Place {
  double similar = 0;  ///< x: the control's Frechet distance over the model's; 0 or more
  double fresh = 0;    ///< y: the model's authenticity over the control's; 0 or more
};

/// Errors: a distance of the model's or an authenticity of the control's that is not positive,
/// numbers that are negative or not finite.
Place place(const Findings& model, const Findings& control);

}  // namespace akin::metrics
