#pragma once

#include <array>

#include <gmock/gmock.h>

#include "akin/base/random.h"

#include "support/tiny_run.h"

namespace akin::tests {

/// A training that signals end at `count` moments of its start and course, each time continued, has
/// the bytes of one that ran through.
inline void expect_the_same_bytes_after_signals(int count) {
  constexpr int steps = 600;
  constexpr std::array<int, 3> signals = {SIGINT, SIGTERM, SIGHUP};
  const TinyFolder folder;
  ASSERT_THAT(folder.run(tiny_training("whole", steps)), Succeeds());
  Random random(30, "signals");
  const auto next = [&] {
    return folder.has("run/config.json") ? Words{"train", "gan", "--resume", "run"}
                                         : tiny_training("run", steps);
  };
  for (int i = 0; i < count; ++i) {
    App app({.words = next(), .folder = folder.path()});
    if (i % 4 != 0) {  // otherwise while it starts and reads the data
      app.wait_until([&] { return app.errors_so_far().find("; run run\n") != std::string::npos; });
    }
    if (!app.ends_within(std::chrono::milliseconds(random.below(i % 4 == 0 ? 2000 : 150)))) {
      app.send(signals.at(random.below(signals.size())));
      ASSERT_TRUE(app.ends_within(std::chrono::seconds(5)));
      const AppResult result = app.wait();
      EXPECT_TRUE(result.status == 130 || result.status == 0 || result.signal != 0)
          << result.errors;
    }
  }
  ASSERT_THAT(folder.run(next()), Succeeds());
  EXPECT_THAT(differences(folder.path() / "run", folder.path() / "whole"), testing::IsEmpty());
}

}  // namespace akin::tests
