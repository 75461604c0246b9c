#include "http/event_stream.h"

#include <gtest/gtest.h>

namespace akin::app {
namespace {

TEST(EventStream, TellsTheLastValueOfEachName) {
  EventStream events;
  events.publish("stage", 1);
  events.publish("vote", "a");
  events.publish("stage", 2);
  const auto stream = events.subscribe({"visitor"});
  EXPECT_EQ(stream->take(),
            "data: {\"stage\":2}\n\ndata: {\"visitors\":1}\n\ndata: {\"vote\":\"a\"}\n\n");
  EXPECT_EQ(stream->take(), "");
  for (int i = 3; i < 1000; ++i) {  // nothing piles up for a slow reader
    events.publish("stage", i);
  }
  EXPECT_EQ(stream->take(), "data: {\"stage\":999}\n\n");
  EXPECT_FALSE(stream->ended());
}

TEST(EventStream, CountsVisitorsAndNotTheirStreams) {
  EventStream events;
  const auto first = events.subscribe({"a"});
  auto second = events.subscribe({"a"});
  auto third = events.subscribe({"b"});
  EXPECT_EQ(first->take(), "data: {\"visitors\":2}\n\n");
  third.reset();
  EXPECT_EQ(first->take(), "data: {\"visitors\":1}\n\n");
  second.reset();
  EXPECT_EQ(first->take(), "data: {\"visitors\":1}\n\n");
}

TEST(EventStream, WakesTheServer) {
  EventStream events;
  int woken = 0;
  events.on_publish([&] { ++woken; });
  events.publish("stage", 1);
  EXPECT_EQ(woken, 1);
}

}  // namespace
}  // namespace akin::app
