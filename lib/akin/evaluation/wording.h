#pragma once

#include <string>
#include <vector>

#include "akin/base/localized_text.h"
#include "akin/evaluation/readings.h"

namespace akin {

/// A sentence on one question: "similar", "new" or "classes".
struct Conclusion {
  std::string topic;
  LocalizedText text;
};

/// The reading of a metric of images or of text, in words: "like held-out data".
LocalizedText reading_text(const Metric& metric);

std::vector<Conclusion> conclusions(const ImageAssessment& assessment);
std::vector<Conclusion> conclusions(const TextAssessment& assessment);

}  // namespace akin
