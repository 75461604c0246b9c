#pragma once

#include <cstdint>
#include <map>
#include <mutex>
#include <string>

#include <nlohmann/json.hpp>

namespace akin::app {

/// An image to vote on, real or generated.
struct Question {
  std::string image;       ///< base64 of its pixels
  bool real = false;       ///< not used for training; false: generated
  double probability = 0;  ///< D(image): the discriminator's probability that it is real
};

/// *Real or fake?* In each round the class votes on one image, then sees the answer, the
/// discriminator's own vote and the score. Thread-safe.
class Vote {
 public:
  /// Starts a new round; an open round is discarded.
  void start(Question question);
  /// Adds or changes the vote of `voter`. HttpError (409): the round is not open.
  void cast(std::int64_t round, const std::string& voter, bool real);
  /// Closes the round and updates the score. HttpError (409): no round is open.
  void reveal();

  /// {"round", "open", "image", "votes", "score": {"rounds", "class", "discriminator"}}; once the
  /// round is closed also {"real", "votes_for_real", "probability"}. Round 0: nothing asked yet.
  [[nodiscard]] nlohmann::json status() const;

 private:
  [[nodiscard]] std::int64_t votes_for_real() const;

  mutable std::mutex mutex_;
  Question question_;
  std::int64_t round_ = 0;
  bool open_ = false;
  std::map<std::string, bool> votes_;  // voter -> votes for real
  struct Score {
    std::int64_t rounds = 0, of_class = 0, of_discriminator = 0;
  } score_;
};

}  // namespace akin::app
