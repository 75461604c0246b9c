#pragma once

#include "akin/numerics/gaussian.h"

namespace akin::metrics {

/// The Frechet distance between two normal distributions (Dowson & Landau 1982), squared as usual.
/// Of the features of images it is called FID (Heusel et al. 2017), there with Inception's
/// features:
///
///     |mu1 - mu2|^2 + tr(S1) + tr(S2) - 2 tr((S1 S2)^(1/2)),
///
/// in squared units of the coordinates; 0 for equal moments, never negative. The trace of the root
/// is the sum of the square roots of the eigenvalues of the symmetric S1^(1/2) S2 S1^(1/2), with
/// negative ones, which are rounding errors, set to 0: covariances may be singular.
/// Errors: different dimensions, no dimension, numbers that are not finite.
double frechet_distance(const numerics::Moments& a, const numerics::Moments& b);

}  // namespace akin::metrics
