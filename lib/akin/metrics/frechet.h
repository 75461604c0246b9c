#pragma once

#include "akin/numerics/gaussian.h"

namespace akin::metrics {

/// The Frechet distance between the normal distributions of these moments (Dowson & Landau 1982;
/// of features of images Heusel et al. 2017, "FID"), squared as is usual:
///
///     |mu1 - mu2|^2 + tr(S1) + tr(S2) - 2 tr((S1 S2)^(1/2)),
///
/// in squared units of the coordinates, 0 for equal moments and never negative. The trace of the
/// root is the sum of the root eigenvalues of the symmetric S1^(1/2) S2 S1^(1/2), negative ones,
/// which are rounding, counted as 0: covariances may be singular.
/// Errors: dimensions that disagree, none, numbers that are not finite.
double frechet_distance(const numerics::Moments& a, const numerics::Moments& b);

}  // namespace akin::metrics
