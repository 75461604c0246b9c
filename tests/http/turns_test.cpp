#include "http/turns.h"

#include <vector>

#include <gtest/gtest.h>

namespace akin::app {
namespace {

const Visitor instructor = {.id = "instructor", .is_instructor = true};

bool anybody(const std::string& /*id*/) {
  return true;
}

std::vector<int> in_turns(Turns<int>& turns) {
  std::vector<int> items;
  while (!turns.empty()) {
    items.push_back(turns.next(anybody).value());
  }
  return items;
}

TEST(Turns, VisitorsAlternate) {
  Turns<int> turns;
  for (const int item : {10, 11, 12, 13}) {
    turns.add({"a"}, item);
  }
  turns.add({"b"}, 20);
  turns.add({"c"}, 30);
  turns.add({"c"}, 31);
  EXPECT_EQ(in_turns(turns), (std::vector<int>{10, 20, 30, 11, 31, 12, 13}));
}

TEST(Turns, AVisitorWhoWasServedGoesToTheEnd) {
  Turns<int> turns;
  turns.add({"a"}, 10);
  turns.add({"b"}, 20);
  EXPECT_EQ(turns.next(anybody), 10);
  turns.add({"a"}, 11);
  EXPECT_EQ(in_turns(turns), (std::vector<int>{20, 11}));
}

TEST(Turns, PassesOverWhoMayNotGo) {
  Turns<int> turns;
  turns.add({"a"}, 10);
  turns.add({"a"}, 11);
  turns.add({"b"}, 20);
  const auto not_a = [](const std::string& id) { return id != "a"; };
  EXPECT_EQ(turns.next(not_a), 20);
  EXPECT_EQ(turns.next(not_a), std::nullopt);
  EXPECT_EQ(turns.size(), 2);
  EXPECT_EQ(in_turns(turns), (std::vector<int>{10, 11}));
}

TEST(Turns, WhoHasHadLeastGoesFirst) {
  Turns<int> turns;
  turns.add({"a"}, 10);
  turns.add({"b"}, 20);
  turns.add({"c"}, 30);
  const auto had = [](const std::string& id) { return id == "b" ? 1.0 : 2.0; };
  EXPECT_EQ(turns.next_by(had), 20);
  EXPECT_EQ(turns.next_by(had), 10);  // of equals, who waited longest
  turns.add(instructor, 1);
  EXPECT_EQ(turns.next_by(had), 1);
  EXPECT_EQ(turns.next_by(had), 30);
  EXPECT_EQ(turns.next_by(had), std::nullopt);
}

TEST(Turns, TheInstructorComesFirst) {
  Turns<int> turns;
  turns.add({"a"}, 10);
  EXPECT_FALSE(turns.instructor_waits());
  turns.add(instructor, 1);
  turns.add(instructor, 2);
  EXPECT_TRUE(turns.instructor_waits());
  turns.add_last(instructor, 3);
  EXPECT_EQ(in_turns(turns), (std::vector<int>{1, 2, 10, 3}));
}

}  // namespace
}  // namespace akin::app
