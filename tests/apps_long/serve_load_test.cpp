#include <algorithm>
#include <atomic>
#include <chrono>
#include <functional>
#include <iostream>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "support/memory_growth.h"
#include "support/raw_connection.h"
#include "support/serve_fixture.h"

namespace akin::tests {
namespace {

using nlohmann::json;
using Clock = std::chrono::steady_clock;
using std::chrono::milliseconds;
using std::chrono::seconds;

double seconds_since(Clock::time_point begin) {
  return std::chrono::duration<double>(Clock::now() - begin).count();
}

double median(std::vector<double> values) {
  const auto middle = values.begin() + std::ssize(values) / 2;
  std::nth_element(values.begin(), middle, values.end());
  return *middle;
}

/// Threads that each repeat something until this ends.
class Meanwhile {
 public:
  Meanwhile(int threads, const std::function<void(int)>& work) {
    for (int i = 0; i < threads; ++i) {
      threads_.emplace_back([this, work, i] {
        while (!done_) {
          work(i);
        }
      });
    }
  }
  ~Meanwhile() {
    done_ = true;
    for (auto& thread : threads_) {
      thread.join();
    }
  }
  Meanwhile(const Meanwhile&) = delete;
  Meanwhile& operator=(const Meanwhile&) = delete;

 private:
  std::atomic<bool> done_ = false;
  std::vector<std::thread> threads_;
};

/// How the server serves a class, and what one visitor can do to it. Prints its measurements.
class ServeLoad : public Serve {
 protected:
  static int port() { return port_in(url_); }

  static std::unique_ptr<RawConnection> follower() {
    auto connection = std::make_unique<RawConnection>(port());
    connection->send("GET /api/events HTTP/1.1\r\nHost: localhost\r\n\r\n");
    EXPECT_NE(connection->receive("\"visitors\""), "");
    return connection;
  }

  /// Seconds from `cause` until all followers have got `text`.
  static double told_after(std::vector<std::unique_ptr<RawConnection>>& followers,
                           const std::function<void()>& cause, const std::string& text) {
    const auto begin = Clock::now();
    cause();
    for (auto& follower : followers) {
      EXPECT_NE(follower->receive(text, seconds(5)).find(text), std::string::npos);
    }
    return seconds_since(begin);
  }

  /// Median seconds of a visitor's request.
  static double median_time(const std::function<void(int)>& ask, int requests) {
    std::vector<double> times;
    for (int i = 0; i < requests; ++i) {
      const auto begin = Clock::now();
      ask(i);
      times.push_back(seconds_since(begin));
    }
    return median(times);
  }

  static void note(const std::string& what, double value, const std::string& unit) {
    std::cout << what << ": " << value << " " << unit << std::endl;
  }
};

TEST_F(ServeLoad, AClassOfSixtyFollows) {
  MemoryGrowth growth(app_->pid());
  std::vector<std::unique_ptr<RawConnection>> followers;
  for (int i = 0; i < 60; ++i) {
    followers.push_back(follower());
  }
  Browser slider;
  double slowest_stage = 0;
  double slowest_vote = 0;
  double decode = 0;
  {
    Browser polling;
    const Meanwhile polls(2, [&](int) {
      client().Get("/api/stage");
      std::this_thread::sleep_for(milliseconds(30));
    });
    std::thread sliding([&] {
      decode = median_time(
          [&](int i) {
            slider.ask("/api/decode", {{"model", 1}, {"latents", {0.02 * i - 1, 0.5}}});
            std::this_thread::sleep_for(milliseconds(30));
          },
          100);
    });
    for (int i = 0; i < 10; ++i) {
      const std::string chapter = "chapter-" + std::to_string(i);
      slowest_stage = std::max(slowest_stage, told_after(
                                                  followers,
                                                  [&] {
                                                    ask("/api/stage", {{"chapter", chapter}});
                                                  },
                                                  chapter));
      const json vote = ask("/api/vote/start", {{"model", 0}});
      slowest_vote = std::max(
          slowest_vote, told_after(
                            followers,
                            [&] {
                              polling.ask("/api/vote/cast",
                                          {{"model", 0}, {"round", vote["round"]}, {"real", true}});
                            },
                            "\"votes\":1"));
    }
    sliding.join();
  }
  note("a chapter reaches 60 followers within", 1000 * slowest_stage, "ms");
  note("a vote reaches them within", 1000 * slowest_vote, "ms");
  note("a slider meanwhile, at the median", 1000 * (decode - 0.030), "ms");
  note("memory growth", static_cast<double>(growth.end()) / 1e6, "MB");
  EXPECT_LT(slowest_stage, 1);
  EXPECT_LT(slowest_vote, 1);
  EXPECT_LT(decode - 0.030, 0.050);
}

TEST_F(ServeLoad, TwoHundredVisitorsOfOneAddressPoll) {
  MemoryGrowth growth(app_->pid());
  std::mutex mutex;
  std::map<std::string, int> outcomes;
  std::vector<std::unique_ptr<Browser>> browsers;
  for (int i = 0; i < 200; ++i) {
    browsers.push_back(std::make_unique<Browser>());
  }
  {
    const Meanwhile visitors(200, [&](int i) {
      // One half keeps no cookies.
      const auto response =
          i % 2 == 0 ? browsers[static_cast<std::size_t>(i)]->post("/api/vote", {{"model", 0}})
                     : client().Post("/api/vote", "{}", "application/json");
      const std::string outcome =
          response ? std::to_string(response->status) : to_string(response.error());
      {
        const std::lock_guard lock(mutex);
        ++outcomes[outcome];
      }
      std::this_thread::sleep_for(milliseconds(1000));
    });
    std::this_thread::sleep_for(seconds(60));
  }
  for (const auto& [outcome, count] : outcomes) {
    note("200 visitors for a minute, answers of " + outcome, count, "");
  }
  note("memory growth", static_cast<double>(growth.end()) / 1e6, "MB");
  EXPECT_EQ(outcomes.size(), 1);
  EXPECT_GT(outcomes["200"], 200 * 20);
}

TEST_F(ServeLoad, OneVisitorWhoDoesHisWorstIsAlone) {
  ask("/api/samples", {{"model", 0}});
  MemoryGrowth growth(app_->pid());
  std::vector<std::unique_ptr<RawConnection>> idle;
  std::vector<std::unique_ptr<RawConnection>> slow;
  const auto open = [&](auto& connections, std::size_t count, const std::string& start) {
    while (connections.size() < count) {
      connections.push_back(std::make_unique<RawConnection>(port()));
      connections.back()->send(start);
    }
  };
  open(idle, 1000, "");
  open(slow, 200, "POST /api/samples HTTP/1.1\r\nHost: localhost\r\nContent-Len");
  const Browser flooding;
  std::mutex mutex;
  std::map<int, int> of_flood;
  double sample = 0;
  int refused = 0;
  {
    const Meanwhile sends(1, [&](int) {
      for (auto& connection : slow) {
        if (!connection->send("g")) {  // closed for being slow: it comes back
          connection = std::make_unique<RawConnection>(port());
        }
      }
      for (auto& connection : idle) {
        if (connection->is_closed_within(milliseconds(0))) {
          connection = std::make_unique<RawConnection>(port());
        }
      }
      std::this_thread::sleep_for(milliseconds(2500));
    });
    const Meanwhile floods(16, [&](int i) {
      const json body =
          i % 2 == 0 ? json({{"model", 0}, {"count", 64}}) : json({{"model", 2}, {"length", 4096}});
      const auto response = client().Post(i % 2 == 0 ? "/api/samples" : "/api/generate",
                                          flooding.headers(), body.dump(), "application/json");
      const std::lock_guard lock(mutex);
      ++of_flood[response ? response->status : 0];
    });
    std::this_thread::sleep_for(seconds(2));
    Browser other;
    sample = median_time(
        [&](int i) {
          other.ask("/api/samples", {{"model", 0}, {"seed", i}});
        },
        100);
    for (int i = 0; i < 100; ++i) {
      const auto response =
          post("/api/samples", json({{"model", 0}, {"seed", i}}).dump());  // the instructor
      refused += response && response->status == 200 ? 0 : 1;
    }
  }
  for (const auto& [status, count] : of_flood) {
    note("the flood, answers of " + std::to_string(status), count, "");
  }
  note("another visitor's sample, at the median", 1000 * sample, "ms");
  note("the instructor's requests refused", refused, "");
  note("memory growth", static_cast<double>(growth.end()) / 1e6, "MB");
  EXPECT_LT(sample, 0.200);
  EXPECT_EQ(refused, 0);
  EXPECT_LT(growth.end(), MemoryGrowth::allowed);
}

}  // namespace
}  // namespace akin::tests
