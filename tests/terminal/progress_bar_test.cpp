#include "terminal/progress_bar.h"

#include <gmock/gmock.h>

#include "akin/base/utf8.h"

namespace akin::app {
namespace {

using testing::HasSubstr;
using testing::Not;

const TrainingProgress example{
    .step = 900, .steps = 2000, .rate = 12.34, .metrics = {"D(real) 0.53", "D(fake) 0.41"}};

Terminal wide(int columns, bool utf8 = true) {
  return {.interactive = true, .utf8 = utf8, .columns = columns};
}

TEST(ProgressLine, TellsStepTimeLeftRateAndLosses) {
  // 1100 steps at 12.34 a second are 89 s.
  EXPECT_EQ(progress_line(example, wide(100)),
            " 45 %  █████████░░░░░░░░░░░  step 900/2000  1:29 left  12 steps/s  D(real) 0.53  "
            "D(fake) 0.41");
  EXPECT_EQ(progress_line(example, wide(80)),
            " 45 %  ████░░░░░░  step 900/2000  1:29 left  12 steps/s  D(real) 0.53");
  EXPECT_EQ(progress_line(example, wide(40)), " 45 %  step 900/2000  1:29 left");
  EXPECT_EQ(progress_line(example, wide(70, false)),
            " 45 %  ####......  step 900/2000  1:29 left  12 steps/s  D(real) 0.53");
}

TEST(ProgressLine, LeavesOutWhatIsNotYetKnown) {
  EXPECT_EQ(progress_line({.step = 3, .metrics = {"loss 1.20"}}, wide(60)),
            "  ? %  step 3  loss 1.20");
  EXPECT_EQ(progress_line({.step = 3, .steps = 6}, wide(60)), " 50 %  step 3/6");
  EXPECT_THAT(progress_line({.step = 3, .steps = 6, .rate = 0.25}, wide(60)),
              HasSubstr("0:12 left  0.2 steps/s"));
}

TEST(ProgressLine, IsNarrowerThanAnyTerminal) {
  const TrainingProgress large{.step = 123456789,
                               .steps = 987654321,
                               .rate = 1234.5,
                               .metrics = {"reconstruction 123456.78", "KL 0.01"}};
  for (int columns = 0; columns <= 200; ++columns) {
    for (const auto& progress : {example, large, TrainingProgress{}}) {
      int width = 0;
      utf8::each_code_point(progress_line(progress, wide(columns)), [&](char32_t) { ++width; });
      EXPECT_LT(width, std::max(columns, 1)) << columns;
    }
  }
}

TEST(ClockText, HasHoursWhereThereAreAny) {
  EXPECT_EQ(clock_text(64.6), "1:05");
  EXPECT_EQ(clock_text(3723), "1:02:03");
  EXPECT_EQ(clock_text(-1), "0:00");
}

}  // namespace
}  // namespace akin::app
