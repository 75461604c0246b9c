#include "akin/metrics/place.h"

#include <cmath>

#include "akin/base/require.h"

namespace akin::metrics {
namespace {

void check_findings(const Findings& of, const char* whose) {
  const bool fine = std::isfinite(of.frechet_distance) && std::isfinite(of.authenticity) &&
                    of.frechet_distance >= 0 && of.authenticity >= 0;
  require(fine,
          "[place] expected a distance and an authenticity of 0 or more of the {}, got {} and {}",
          whose, of.frechet_distance, of.authenticity);
}

}  // namespace

Place place(const Findings& model, const Findings& control) {
  check_findings(model, "model");
  check_findings(control, "control");
  require(model.frechet_distance > 0 && control.authenticity > 0,
          "[place] expected a model's distance and a control's authenticity above 0, got {} and {}",
          model.frechet_distance, control.authenticity);
  return {control.frechet_distance / model.frechet_distance,
          model.authenticity / control.authenticity};
}

}  // namespace akin::metrics
